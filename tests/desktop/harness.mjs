/** The real window on a screen of its own: Xvfb, tauri-driver, and a home that is thrown away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Window } from './webdriver.mjs';

const fromEnvironment = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through \`cargo xtask test desktop\``);
  return value;
};

/** What programs say goes to standard error: standard output carries the test runner's own messages, byte for byte. */
const QUIET = ['ignore', 2, 2];

const pictures = process.env.SHOWRUNNER_OUTPUT ?? join(tmpdir(), 'showrunner-pictures');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a virtual screen and answers its name once it can be drawn on. */
async function startScreen() {
  // The server picks a free number itself and writes it to the descriptor it is given.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [bytes] = await once(child.stdio[3], 'data');
  return { child, display: `:${String(bytes).trim()}` };
}

/**
 * A desk: a screen, a driver and a home. Windows are opened on it, one at a time.
 * @param {{ language?: string }} [options]
 */
export async function startDesk({ language = 'vi_VN.UTF-8' } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'showrunner-desk-'));
  const { child: screen, display } = await startScreen();
  const env = {
    ...process.env,
    DISPLAY: display,
    WAYLAND_DISPLAY: '',
    GDK_BACKEND: 'x11',
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    SHOWRUNNER_HOME: join(home, 'showrunner'),
    LANG: language,
    LC_ALL: '',
    NO_AT_BRIDGE: '1',
    GSETTINGS_BACKEND: 'keyfile',
  };
  mkdirSync(env.SHOWRUNNER_HOME, { recursive: true });
  // File dialogs open in this home, not among recent files, so that a path can be typed at once.
  mkdirSync(join(env.XDG_CONFIG_HOME, 'glib-2.0/settings'), { recursive: true });
  writeFileSync(join(env.XDG_CONFIG_HOME, 'glib-2.0/settings/keyfile'), "[org/gtk/settings/file-chooser]\nstartup-mode='cwd'\n");
  const [port, nativePort] = [await freePort(), await freePort()];
  const driver = spawn(fromEnvironment('TAURI_DRIVER'), ['--port', port, '--native-port', nativePort].map(String), {
    env,
    cwd: home,
    stdio: QUIET,
    detached: true,
  });
  const origin = `http://127.0.0.1:${port}`;
  // The driver hands all on to the system's own, and complains of whoever asks before that one is there.
  await answers(`http://127.0.0.1:${nativePort}/status`);
  await answers(`${origin}/status`);

  let opened = null;
  return {
    home,
    display,
    env,
    /** Opens the app, as a user who starts it with these arguments, and closes the one before. */
    async open(...args) {
      // The driver has room for one window; one that a failed test left open would fail the next test too.
      await opened?.close().catch(() => {});
      opened = await Window.open(origin, fromEnvironment('SHOWRUNNER_APP'), args);
      await opened.ready();
      return opened;
    },
    /** Starts the app without a driver, as from a terminal. */
    start(...args) {
      return spawn(fromEnvironment('SHOWRUNNER_APP'), args, { env, stdio: QUIET });
    },
    /** Process ids of running apps that belong to this desk. */
    apps: () => appsOf(env.SHOWRUNNER_HOME),
    /** Runs xdotool on this desk's screen and answers what it prints. */
    async xdotool(...args) {
      const child = spawn('xdotool', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
      let said = '';
      child.stdout.on('data', (bytes) => (said += bytes));
      await once(child, 'close');
      return said.trim();
    },
    /** Presses the last button of the system dialog that `child` shows, until the child has ended. */
    async dismiss(child) {
      while ((child.exitCode ?? child.signalCode) === null) {
        const [id] = (await this.xdotool('search', '--all', '--onlyvisible', '--pid', String(child.pid))).split('\n');
        const shape = id ? await this.xdotool('getwindowgeometry', '--shell', id) : '';
        const [width, height] = ['WIDTH', 'HEIGHT'].map((name) => Number(new RegExp(`${name}=(\\d+)`).exec(shape)?.[1]));
        // Dialogs take no sent keys, and there is no window manager to give focus: the pointer is real. A press
        // that comes with the move, or before the dialog was laid out, is lost; so it is tried again.
        if (width > 100) {
          await this.xdotool('mousemove', '--window', id, String(Math.round(width / 2)), String(height - 20));
          await sleep(200);
          await this.xdotool('click', '1');
        }
        await sleep(300);
      }
    },
    async stop() {
      for (const pid of appsOf(env.SHOWRUNNER_HOME)) process.kill(pid, 'SIGKILL');
      // The driver starts WebKitWebDriver: both are one group.
      process.kill(-driver.pid, 'SIGTERM');
      screen.kill();
      await Promise.all([driver, screen].map((child) => (child.exitCode ?? child.signalCode) === null && once(child, 'exit')));
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function answers(url) {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error(`nobody answers at ${url}`);
}

/** Apps are told apart by the home they were given, so that a user's own window is never touched. */
function appsOf(home) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const isApp = readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'showrunner';
        return isApp && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`SHOWRUNNER_HOME=${home}`);
      } catch {
        // It ended while we looked.
        return false;
      }
    });
}

/** Saves a picture of the window under the suite's output folder, and answers it. */
export async function picture(window, name) {
  // Fonts that are still on their way leave their words out.
  await window.runAsync('await document.fonts.ready; await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));');
  const png = await window.screenshot();
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(pictures, `${name}.png`), png);
  return png;
}
