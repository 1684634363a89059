/** The real UI in Debian's Chromium: pages that remember what they complained about, axe, screenshots. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What the UI tests with is installed once, in ui/node_modules.
const ofUi = createRequire(new URL('../../ui/package.json', import.meta.url));
const { chromium } = ofUi('playwright-core');
const AXE = readFileSync(ofUi.resolve('axe-core/axe.min.js'), 'utf8');

/** Every level A and AA rule of WCAG 2.0, 2.1 and 2.2; nothing is left out. */
export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
export const LANGUAGES = ['vi', 'en'];
export const THEMES = ['light', 'dark'];
/** The sizes the window is drawn for: usual and least. */
export const USUAL = { width: 1280, height: 800 };
export const LEAST = { width: 1024, height: 700 };

const pictures = process.env.SHOWRUNNER_OUTPUT ?? join(tmpdir(), 'showrunner-pictures');

export const startBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });

/** A page in a context of its own that collects what the console and the network complained about. */
export async function newPage(browser, { viewport = USUAL, language = 'vi', theme = 'light', ...options } = {}) {
  const context = await browser.newContext({
    viewport,
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    colorScheme: theme,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()} (${request.failure()?.errorText})`));
  return { page, complaints, close: () => context.close() };
}

/** Goes to an address of the UI and waits until what it shows has settled. */
export async function goTo(page, core, hash = '') {
  await page.goto(`${core.url}/${hash}`);
  await settled(page);
}

/** Waits until something real was painted, nothing says it is busy, and the fonts are there. */
export async function settled(page) {
  await page.waitForSelector('html[data-ready]', { timeout: 15_000 });
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, { timeout: 15_000 });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // A screen reads after it was mounted: two frames let what it read be drawn.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** What axe finds on the page, in words. */
export async function axe(page) {
  // Evaluated by the browser itself, so that the page's own policy on scripts stays in force.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
    WCAG,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} (${failureSummary?.replaceAll(/\s+/g, ' ')})`),
  );
}

/** Plants a picture without words and a pale text, and says whether axe still bites. */
export async function axeBites(page) {
  await page.evaluate(() => {
    const planted = document.createElement('p');
    planted.id = 'planted';
    planted.innerHTML = '<img id="planted-picture" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><span id="planted-text" style="color:#bbb;background:#fff">pale</span>';
    document.body.append(planted);
  });
  const found = await axe(page);
  await page.evaluate(() => document.getElementById('planted')?.remove());
  const names = (id, where) => found.some((finding) => finding.startsWith(`${id}:`) && finding.includes(where));
  return names('image-alt', '#planted-picture') && names('color-contrast', '#planted-text');
}

/** Saves what the page shows under the suite's output folder. */
export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** Fails with everything the page complained about. */
export function assertQuiet(complaints, where) {
  assert.deepEqual(complaints, [], `${where}: the console or the network complained`);
}

/** Sets language and theme the way the settings do. */
export const dress = (core, language, theme) => core.call('workspace_edit', { language, theme });
