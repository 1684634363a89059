/** A real core for a test: `showctl serve` on a workspace of its own, asked over HTTP as a browser would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const fromEnvironment = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through \`cargo xtask test\``);
  return value;
};

/** What the core refused, with its code. */
export class Refused extends Error {
  constructor(name, answer) {
    super(`${name}: ${answer.code} (${answer.message})`);
    this.code = answer.code;
    this.params = answer.params;
  }
}

/**
 * Starts `showctl serve`. Without `home` it works in a new folder that `stop` removes.
 * @param {{ home?: string, workspace?: string, role?: string, env?: Record<string, string> }} [options]
 */
export async function startCore({ home, workspace, role = 'owner', env = {} } = {}) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'showrunner-test-'));
  const file = workspace ?? join(folder, 'workspace.showrunner');
  const child = spawn(
    fromEnvironment('SHOWCTL'),
    ['--workspace', file, 'serve', '--port', '0', '--role', role],
    { env: { ...process.env, SHOWRUNNER_HOME: folder, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaints = '';
  child.stderr.on('data', (bytes) => (complaints += bytes));
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  if (first === null) throw new Error(`showctl serve ended at once: ${complaints}`);
  const { url } = JSON.parse(first[0]);

  /** Runs a command; throws `Refused` when the core says no. */
  async function call(name, req = {}) {
    const response = await fetch(`${url}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(req),
    });
    const answer = await response.json();
    if (!response.ok) throw new Refused(name, answer);
    return answer;
  }
  async function end(signal) {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  }
  return {
    url,
    home: folder,
    workspace: file,
    pid: child.pid,
    call,
    /** What it wrote to standard error so far. */
    complaints: () => complaints,
    /** Ends it as a user would, and removes its folder unless the caller brought one. */
    async stop() {
      await end('SIGTERM');
      if (!home) rmSync(folder, { recursive: true, force: true });
    },
    /** Ends it as a power cut would; the folder stays. */
    kill: () => end('SIGKILL'),
  };
}

/** A core whose first run has been answered. */
export async function startedCore(answers = {}, options = {}) {
  const core = await startCore(options);
  await core.call('workspace_start', { language: 'vi', market: 'vn', brand: 'Mộc Lan', purpose: 'planAndSell', ...answers });
  return core;
}
