/** Every screen of the sample, in both languages and both themes: quiet console, clean axe, a picture. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startCore, startedCore } from './core.mjs';
import { assertQuiet, axe, axeBites, dress, goTo, LANGUAGES, LEAST, newPage, picture, settled, startBrowser, THEMES, USUAL } from './harness.mjs';
import { screens } from './screens.mjs';

let browser;
let core;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
});
after(async () => {
  await browser?.close();
  await core?.stop();
});

test('the list of screens is the UI\'s own', () => {
  assert.ok(screens().length > 0, 'no screen was found in ui/src/screen/index.ts');
});

test('axe finds a planted violation on a screen', async (t) => {
  const { page, close } = await newPage(browser);
  t.after(close);
  await goTo(page, core, '#/settings');
  assert.ok(await axeBites(page), 'axe did not find the planted picture and the pale text');
});

test('the first run answers in either language before there is a workspace', async (t) => {
  for (const language of LANGUAGES) {
    const fresh = await startCore();
    t.after(() => fresh.stop());
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    await goTo(page, fresh);
    assert.equal(await page.getAttribute('html', 'lang'), language);
    assert.deepEqual(await axe(page), [], `first run in ${language}`);
    await picture(page, `start-${language}`);
    assertQuiet(complaints, `first run in ${language}`);
  }
});

for (const { place, hash } of screens()) {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      test(`${place} in ${language}, ${theme}`, async (t) => {
        await dress(core, language, theme);
        const { page, complaints, close } = await newPage(browser, { language, theme });
        t.after(close);
        const address = await hash(core);
        await goTo(page, core, address);
        assert.equal(await page.getAttribute('html', 'data-ready'), place, 'the screen that was asked for is shown');
        assert.equal(await page.getAttribute('html', 'lang'), language, 'the page says its language');
        for (const size of [USUAL, LEAST]) {
          await page.setViewportSize(size);
          await settled(page);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${place} is ${wide} px wider than a window of ${size.width}`);
          assert.deepEqual(await axe(page), [], `${place} at ${size.width}×${size.height}`);
          await picture(page, `${place}-${language}-${theme}-${size.width}`);
        }
        assertQuiet(complaints, place);
      });
    }
  }
}
