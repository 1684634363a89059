/** Payouts: a settlement comes in, its way from GMV opens to orders, entries and rows; figures as known on a past day. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, LEAST, newPage, picture, settled, startBrowser, THEMES, USUAL } from './harness.mjs';

const source = (name) => fileURLToPath(new URL(`../../src-tauri/crates/exchange/source/${name}`, import.meta.url));
const PERIOD = '?from=2026-04-01&to=2026-07-31';
const WORDS = {
  vi: { way: 'Từ GMV đến thực nhận', orders: 'Đơn hàng', entries: 'Các lần đối soát', paid: 'Ngày trả tiền', known: 'Xem tại ngày', title: 'Đối soát' },
  en: { way: 'From GMV to payout', orders: 'Orders', entries: 'Entries of settlements', paid: 'Payout date', known: 'As known on', title: 'Payouts' },
};
let browser;
let core;

async function take(path, answers = {}) {
  const preview = await core.call('import_preview', { path: source(path), answers });
  assert.ok(preview.ready, `${path} can come in`);
  await core.call('import_commit', { previewId: preview.previewId });
}

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
  await take('tiktok-orders/vn.xlsx', { currency: 'VND', zone: 'Asia/Ho_Chi_Minh' });
  await take('tiktok-settlement/vn.xlsx');
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
    test(`payouts open to orders, entries and rows in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const words = WORDS[language];
      await goTo(page, core, `#/payouts${PERIOD}`);
      const way = page.getByRole('region', { name: words.way });
      await way.getByText('Transaction fee').waitFor();
      await looked(page, `payouts-${language}-${theme}`);
      await page.getByRole('grid', { name: words.orders }).getByRole('gridcell').first().press('Enter');
      await page.getByRole('dialog').getByRole('region', { name: words.entries }).waitFor();
      await looked(page, `payouts-order-${language}-${theme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: words.paid }).click();
      await settled(page);
      await looked(page, `payouts-paid-${language}-${theme}`);
      assertQuiet(complaints, 'payouts');
    });
  }

  test(`the other clock and a past day stand in the recap in ${language}`, async (t) => {
    await dress(core, language, 'light');
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    const words = WORDS[language];
    await goTo(page, core, '#/recap');
    await page.getByRole('button', { name: words.paid }).click();
    await page.getByRole('grid', { name: words.title }).getByRole('gridcell').first().waitFor();
    await looked(page, `recap-paid-${language}`);
    const { sessions } = await core.call('session_all', {});
    const { id } = sessions.find(({ status }) => status === 'ended');
    await goTo(page, core, `#/recap/${id}`);
    await page.getByRole('button', { name: words.known }).click();
    await page.getByRole('status').waitFor();
    await looked(page, `recap-known-${language}`);
    assertQuiet(complaints, 'a past day');
  });
}
