/** Real object storage and a real WordPress, started by the tests. What is not installed fails them, loudly. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through \`cargo xtask test storefronts\``);
  return value;
};
const python = () => needed('SHOWRUNNER_PYTHON');
const beside = (name) => join(dirname(python()), name);

const freePort = () =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** Starts a server in a process group of its own, and waits until it answers. */
async function start(program, args, url, env = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said = (said + bytes).slice(-4_000)));
  const ended = new Promise((done) => child.once('exit', done));
  child.once('error', (cause) => (said += String(cause)));
  const until = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`${program} did not start: ${said}`);
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null);
    if (answer) return { answer, stop: () => { process.kill(-child.pid, 'SIGKILL'); return ended; } };
    if (Date.now() > until) throw new Error(`${program} never answered: ${said}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

const versionOf = (name) =>
  execFileSync(python(), ['-c', `import importlib.metadata as m; print(m.version('${name}'))`], { encoding: 'utf8' }).trim();

export const KEY = 'AKIASHOWRUNNERTEST01';
export const SECRET = 'planted-secret-of-the-storage-7f3a91';

/** moto: honours conditions, answers browsers with CORS, checks no signature. */
export async function moto() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await start(beside('moto_server'), ['-H', '127.0.0.1', '-p', String(port)], `${url}/`);
  const made = await fetch(`${url}/live`, { method: 'PUT' });
  if (!made.ok) throw new Error(`moto makes no bucket: ${made.status}`);
  // Without it nobody but the key's owner may read.
  const acl = await fetch(`${url}/live?acl`, { method: 'PUT', headers: { 'x-amz-acl': 'public-read' } });
  if (!acl.ok) throw new Error(`moto does not share the bucket: ${acl.status}`);
  return { name: `moto ${versionOf('moto')} (${server.answer.headers.get('server')})`, url, stop: server.stop };
}

/** s3s-fs: honours conditions partly and checks signatures; a bucket is a folder, an object a file. */
export async function s3sFs() {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'showrunner-s3s-'))];
  mkdirSync(join(folder, 'live'));
  const program = needed('SHOWRUNNER_S3S');
  const args = ['--host', '127.0.0.1', '--port', String(port), '--access-key', KEY, '--secret-key', SECRET, folder];
  const server = await start(program, args, `http://127.0.0.1:${port}/`);
  const name = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  return { name, url: `http://127.0.0.1:${port}`, folder, stop: async () => { await server.stop(); rmSync(folder, { recursive: true }); } };
}

/** nanio: a store that silently ignores conditions. */
export async function nanio() {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'showrunner-nanio-'))];
  mkdirSync(join(folder, 'live'));
  const args = ['serve', '--host', '127.0.0.1', '--port', String(port), '--data-dir', folder, '--no-access-log'];
  const server = await start(beside('nanio'), args, `http://127.0.0.1:${port}/`, { NANIO_ACCESS_KEY: KEY, NANIO_SECRET_KEY: SECRET });
  return { name: `nanio ${versionOf('nanio')}`, url: `http://127.0.0.1:${port}`, folder, stop: async () => { await server.stop(); rmSync(folder, { recursive: true }); } };
}

/** WordPress on PHP's own server and SQLite; the plugin is installed later, as its owner would. */
export async function wordpress() {
  const archives = needed('SHOWRUNNER_WORDPRESS');
  const folder = mkdtempSync(join(tmpdir(), 'showrunner-wp-'));
  const plugins = join(folder, 'wp-content/plugins');
  const unzip = (archive, into) => execFileSync('unzip', ['-q', '-o', archive, '-d', into]);
  unzip(join(archives, 'wp-6.5.zip'), folder);
  unzip(join(archives, 'sqlite-database-integration.zip'), plugins);
  cpSync(join(plugins, 'sqlite-database-integration-main'), join(plugins, 'sqlite-database-integration'), { recursive: true });
  rmSync(join(plugins, 'sqlite-database-integration-main'), { recursive: true });
  const drop = readFileSync(join(plugins, 'sqlite-database-integration/db.copy'), 'utf8')
    .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', `${plugins}/sqlite-database-integration`)
    .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php');
  writeFileSync(join(folder, 'wp-content/db.php'), drop);
  rmSync(join(folder, 'wp-content/database/.ht.sqlite'), { force: true });
  cpSync(join(here, 'wordpress'), folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { WP_HOME: url, PHP_CLI_SERVER_WORKERS: '3' };
  const php = (...args) => execFileSync('php', ['-d', 'sendmail_path=/bin/true', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } }).trim();
  const { version, passwords } = JSON.parse(php('install.php').split('\n').at(-1));
  const server = await start('php', ['-S', `127.0.0.1:${port}`, '-t', folder, join(folder, 'router.php')], `${url}/`, env);
  return {
    name: `WordPress ${version} on PHP ${php('-r', 'echo PHP_VERSION;')}`,
    url,
    passwords,
    folder,
    step: (...args) => php('step.php', ...args),
    install: (zip) => { unzip(zip, plugins); php('step.php', 'plugin-on'); },
    complaints: () => { const log = join(folder, 'debug.log'); return existsSync(log) ? readFileSync(log, 'utf8') : ''; },
    stop: async () => { await server.stop(); rmSync(folder, { recursive: true, force: true }); },
  };
}
