/** Plain WebDriver over HTTP: sessions, elements and keys, found by what a person sees and hears. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How WebDriver marks an element in JSON. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Keys by the code points WebDriver gives them. */
export const Key = {
  enter: '\uE007', escape: '\uE00C', tab: '\uE004', space: ' ', backspace: '\uE003',
  up: '\uE013', down: '\uE015', left: '\uE012', right: '\uE014', shift: '\uE008', control: '\uE009', alt: '\uE00A',
};

/**
 * Finds what is visible by role and accessible name. Runs in the page.
 * The name is what `aria-label`, `aria-labelledby`, a `<label>` or the text says.
 */
const FIND = `
  const [role, name, exact] = arguments;
  const selectors = {
    button: 'button, [role=button]', link: 'a[href], [role=link]', tab: '[role=tab]', option: '[role=option], option',
    textbox: 'input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, [role=textbox], [role=combobox], [role=searchbox]',
    radio: 'input[type=radio], [role=radio]', checkbox: 'input[type=checkbox], [role=checkbox], [role=switch]',
    heading: 'h1, h2, h3, h4, [role=heading]', row: 'tr, [role=row]', menuitem: '[role=menuitem]', dialog: 'dialog, [role=dialog]',
    listbox: 'select, [role=listbox]', any: 'body *',
  };
  const text = (node) => (node?.innerText ?? node?.textContent ?? '').replace(/\\s+/g, ' ').trim();
  const nameOf = (node) => {
    const by = node.getAttribute('aria-labelledby');
    if (by) return by.split(/\\s+/).map((id) => text(document.getElementById(id))).join(' ');
    return node.getAttribute('aria-label')
      ?? ([...(node.labels ?? [])].map(text).join(' ') || text(node) || node.title || node.placeholder || '');
  };
  const visible = (node) => node.checkVisibility?.({ visibilityProperty: true }) ?? node.getClientRects().length > 0;
  const matches = (node) => {
    const own = nameOf(node);
    return exact ? own === name : own.includes(name);
  };
  // The innermost one is meant: what contains it is found by the same words.
  const found = [...document.querySelectorAll(selectors[role] ?? role)].filter((node) => visible(node) && matches(node));
  return found.find((node) => !found.some((other) => other !== node && node.contains(other))) ?? null;
`;

export class Window {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** Opens a window through the driver at `origin`. */
  static async open(origin, application, args) {
    const response = await fetch(`${origin}/session`, {
      method: 'POST',
      body: JSON.stringify({ capabilities: { alwaysMatch: { 'tauri:options': { application, args } } } }),
    });
    const { value } = await response.json();
    if (!value?.sessionId) throw new Error(`no window: ${JSON.stringify(value)}`);
    return new Window(`${origin}/session/${value.sessionId}`);
  }

  async #ask(method, path, body) {
    const response = await fetch(`${this.#url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** Runs a function body in the page and answers what it returns. */
  run(script, ...args) {
    return this.#ask('POST', '/execute/sync', { script, args });
  }

  /** Runs the body of an async function in the page. */
  runAsync(script, ...args) {
    const wrapped = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
      (async (...args) => { ${script} })(...args).then((value) => done({ value }), (error) => done({ error: String(error?.message ?? error), code: error?.code }));`;
    return this.#ask('POST', '/execute/async', { script: wrapped, args }).then(({ value, error, code }) => {
      if (error) throw Object.assign(new Error(error), { code });
      return value;
    });
  }

  /** Calls a command of the core through the window's own door. */
  call(name, req = {}) {
    return this.runAsync(
      `try { return await window.__TAURI_INTERNALS__.invoke('call', { name: args[0], req: args[1] }); }
       catch (refused) { throw Object.assign(new Error(refused.message), { code: refused.code }); }`,
      name,
      req,
    );
  }

  /** Waits until `check` answers something true, and answers that. */
  async until(what, check, timeoutMs = 15_000) {
    const end = Date.now() + timeoutMs;
    let last;
    for (;;) {
      try {
        const value = await check();
        if (value) return value;
      } catch (error) {
        last = error;
      }
      if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}${last ? `: ${last.message}` : ''}`);
      await sleep(50);
    }
  }

  /** The visible element with this role (or CSS selector) and name. */
  async find(role, name = '', { exact = false, timeoutMs } = {}) {
    const found = await this.until(`${role} "${name}"`, () => this.run(FIND, role, name, exact), timeoutMs);
    return new Element((method, path, body) => this.#ask(method, `/element/${found[ELEMENT]}${path}`, body));
  }

  /** Whether such an element is visible now. */
  async shows(role, name = '', exact = false) {
    return (await this.run(FIND, role, name, exact)) !== null;
  }

  /** Clicks; again while something is in the way or the element has just been drawn anew. */
  async click(role, name, options) {
    await this.until(`a click on ${role} "${name}"`, async () => {
      await (await this.find(role, name, { timeoutMs: 1_000, ...options })).click();
      return true;
    });
  }

  /** Replaces what stands in a field. */
  async fill(role, name, text) {
    await this.until(`${role} "${name}" to be filled`, async () => {
      const field = await this.find(role, name, { timeoutMs: 1_000 });
      await field.clear();
      await field.type(text);
      return true;
    });
  }

  /** Presses keys one after the other, whatever has the focus; modifiers are held around the last. */
  async press(...keys) {
    const held = keys.slice(0, -1);
    const actions = [
      ...held.map((value) => ({ type: 'keyDown', value })),
      { type: 'keyDown', value: keys.at(-1) },
      { type: 'keyUp', value: keys.at(-1) },
      ...held.toReversed().map((value) => ({ type: 'keyUp', value })),
    ];
    await this.#ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Goes to a place of the UI by its address after `#`. */
  go(hash) {
    return this.run('location.hash = arguments[0]', hash);
  }

  /** Waits until something real was painted, letters included. */
  ready() {
    const isReady = 'return document.documentElement.dataset.ready !== undefined && document.fonts.status === "loaded"';
    return this.until('the first paint', () => this.run(isReady), 30_000);
  }

  /** All text that is shown. */
  text() {
    return this.run('return document.body.innerText');
  }

  /** A PNG of the page. */
  async screenshot() {
    return Buffer.from(await this.#ask('GET', '/screenshot'), 'base64');
  }

  close() {
    return this.#ask('DELETE', '');
  }
}

class Element {
  #ask;

  constructor(ask) {
    this.#ask = ask;
  }

  click = () => this.#ask('POST', '/click', {});
  clear = () => this.#ask('POST', '/clear', {});
  type = (text) => this.#ask('POST', '/value', { text });
  text = () => this.#ask('GET', '/text');
  attribute = (name) => this.#ask('GET', `/attribute/${name}`);
}
