/** Creators' commissions: affiliate orders come in with what is asked about them, and stand in the recap beside the rule. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, LEAST, newPage, picture, settled, startBrowser, THEMES, USUAL } from './harness.mjs';

const source = (name) => fileURLToPath(new URL(`../../src-tauri/crates/exchange/source/${name}`, import.meta.url));
const fixture = (name) => fileURLToPath(new URL(`../fixture/${name}`, import.meta.url));
const AFFILIATE = source('tiktok-affiliate/vn.xlsx');
const TERMS = {
  name: 'Creator 15 %', purpose: 'fee', channel: 'tikTok', market: 'vn', hostId: null, kind: 'percent', base: 'afterSellerDiscount', otherId: null,
  ratePpm: 150_000, steps: [], flat: null, least: null, cap: null, capScope: 'order', taxPpm: 0, due: 'paid', onRefund: 'proportional',
  payers: [{ payer: 'brand', sharePpm: 1_000_000 }], condition: 'byCreator', validFrom: null, validTo: null, precedence: 0, group: null, per: 'line',
  rounding: 'halfUp', sourceNote: '', sourceSeenOn: null,
};
const WORDS = {
  vi: { title: 'Hoa hồng KOL/KOC', choose: 'Chọn tệp', reach: 'Tệp này có mọi đơn liên kết trong những ngày của nó không?' },
  en: { title: "Creators' commissions", choose: 'Choose a file', reach: 'Does this file hold every affiliate order of its days?' },
};
let browser;
let core;
let session;

async function take(path, more = {}) {
  const preview = await core.call('import_preview', { path, answers: {}, ...more });
  assert.ok(preview.ready, `${path} can come in`);
  await core.call('import_commit', { previewId: preview.previewId });
}

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
  await take(fixture('tiktok-live-vn.xlsx'), { as: 'sessions', answers: { zone: 'Asia/Ho_Chi_Minh' } });
  await take(source('tiktok-orders/vn.xlsx'), { answers: { currency: 'VND', zone: 'Asia/Ho_Chi_Minh' } });
  await take(AFFILIATE);
  const { rows } = await core.call('review_all', { grouping: 'session' });
  for (const row of rows) {
    const found = await core.call('review_commissions', { sessionId: row.session.sessionId });
    if (found.rows.length > 1) session = row.session.sessionId;
  }
  assert.ok(session, 'a session has lines that creators brought');
  await core.call('fee_rule_save', { terms: TERMS });
});
after(async () => {
  await browser?.close();
  await core?.stop();
});

/** Axe at both sizes, and a picture. */
async function looked(page, name) {
  for (const size of [USUAL, LEAST]) {
    await page.setViewportSize(size);
    await settled(page);
    assert.deepEqual(await axe(page), [], `${name} at ${size.width}`);
    await picture(page, `${name}-${size.width}`);
  }
}

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`a recap lists what creators get beside the rule in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      await goTo(page, core, `#/recap/${session}`);
      const region = page.getByRole('region', { name: WORDS[language].title });
      await region.getByText('moclan.live').first().waitFor();
      await region.scrollIntoViewIfNeeded();
      await looked(page, `creators-${language}-${theme}`);
      assertQuiet(complaints, 'creators');
    });
  }

  test(`affiliate orders are recognised and asked how far they reach in ${language}`, async (t) => {
    await dress(core, language, 'light');
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    await goTo(page, core, '#/import');
    const button = page.getByRole('button', { name: WORDS[language].choose, exact: true });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles(AFFILIATE);
    await page.getByText(WORDS[language].reach).waitFor();
    await looked(page, `creators-import-${language}`);
    assertQuiet(complaints, 'creators-import');
  });
}
