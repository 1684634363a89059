/** What stands outside the page: dialogs of the system, the ✕ of the window, a file that is dropped on it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 20_000;
const askToClose = fileURLToPath(new URL('close.py', import.meta.url));

/** Waits until `check` answers something true, and answers that. */
export async function until(what, check, timeoutMs = PATIENCE_MS) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await sleep(50);
  }
}

/** Everything the app shows on the screen: windows and dialogs, each with id, name and size. */
async function shown(desk) {
  const [pid] = desk.apps();
  if (pid === undefined) return [];
  const found = await desk.xdotool('search', '--all', '--onlyvisible', '--pid', String(pid));
  const ids = found.split('\n').filter(Boolean);
  return Promise.all(
    ids.map(async (id) => {
      const shape = await desk.xdotool('getwindowgeometry', '--shell', id);
      const [width, height] = ['WIDTH', 'HEIGHT'].map((side) => Number(new RegExp(`${side}=(\\d+)`).exec(shape)?.[1]));
      return { id, name: await desk.xdotool('getwindowname', id), width, height };
    }),
  );
}

/** The app's own window: the largest that is called after the app, for its questions are called so too. */
async function mainWindow(desk) {
  const named = await until('the window', async () => {
    const all = (await shown(desk)).filter(({ name }) => name === 'Showrunner');
    return all.length > 0 && all;
  });
  return named.sort((one, other) => other.width - one.width)[0];
}

/** The dialog that is open above the window; null while there is none. */
async function dialog(desk) {
  const main = await mainWindow(desk);
  return (await shown(desk)).find(({ id, width }) => id !== main.id && width > 100) ?? null;
}

export const asks = (desk) => until('a dialog of the system', () => dialog(desk));

/** Gives the window the keyboard, as a window manager does; the tests' screen has none. */
export async function focus(desk) {
  await desk.xdotool('windowfocus', (await mainWindow(desk)).id);
}

/** Answers the system's file dialog as a person who types the path, and gives the keyboard back to the window. */
export async function chooseFile(desk, path) {
  const { id } = await asks(desk);
  const isOpen = async () => (await shown(desk)).some((one) => one.id === id);
  await until('the file dialog to take the path', async () => {
    await desk.xdotool('windowfocus', id);
    // A slash opens the line for a path. Letters that come before it is laid out are lost; then all is typed again.
    await desk.xdotool('key', 'slash');
    await sleep(200);
    await desk.xdotool('key', 'ctrl+a');
    await desk.xdotool('type', '--delay', '12', path);
    await desk.xdotool('key', 'Return');
    for (let looks = 0; looks < 30; looks += 1) {
      if (!(await isOpen())) return true;
      await sleep(100);
    }
    return false;
  });
  await focus(desk);
}

/** Presses the ✕ of the window. */
export async function pressClose(desk) {
  const { id } = await mainWindow(desk);
  const child = spawn(process.env.SHOWRUNNER_PYTHON, [askToClose, id], { env: desk.env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('the window could not be asked to close');
}

/** Presses a button of the question that is open, the `at`th of `of` from the left, until the question is gone. */
export async function answer(desk, at, of) {
  const { id } = await asks(desk);
  await until('the question to be answered', async () => {
    const one = (await shown(desk)).find((each) => each.id === id);
    if (!one) return true;
    // A press that comes with the move, or before the dialog was laid out, is lost; so it is tried again.
    const x = Math.round((one.width * (at + 0.5)) / of);
    await desk.xdotool('mousemove', '--window', id, String(x), String(one.height - 20));
    await sleep(150);
    await desk.xdotool('click', '1');
    await sleep(150);
    return false;
  });
}

/** Waits until the app has ended. */
export const ended = (desk) => until('the app to end', () => desk.apps().length === 0);

/**
 * Drops a file on the window. A WebDriver cannot drag from outside, and neither can xdotool without a program to drag
 * from: the event is sent with which Tauri tells the page what the system dropped, path and place.
 */
export function drop(window, path) {
  return window.runAsync(
    `await window.__TAURI_INTERNALS__.invoke('plugin:event|emit_to', {
       target: { kind: 'Webview', label: 'main' }, event: 'tauri://drag-drop', payload: { paths: [args[0]], position: { x: 600, y: 400 } },
     });`,
    path,
  );
}
