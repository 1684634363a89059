/** Sharing a recap: every form from the dialog, what stands there, money only by choice, and a review file opened to look at. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startCore, startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, LEAST, newPage, picture, settled, startBrowser, THEMES, USUAL } from './harness.mjs';

const WORDS = {
  vi: { all: 'Tổng kết phiên', share: 'Chia sẻ', go: 'Xuất', replace: 'Thay', close: 'Đóng', wrote: /Đã ghi (.*), [\d.,]+\s\S+\.$/, money: 'Kèm giá vốn', open: 'Mở tệp tổng kết', looked: 'chỉ xem', altered: 'đã bị sửa hoặc hỏng' },
  en: { all: 'Recap', share: 'Share', go: 'Export', replace: 'Replace', close: 'Close', wrote: /Wrote (.*), [\d.,]+\s\S+\.$/, money: 'Include cost', open: 'Open a review file', looked: 'to look at only', altered: 'was altered or damaged' },
};
let browser;
let core;
let session;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
  const { sessions } = await core.call('session_all', {});
  session = sessions.find(({ status }) => status === 'ended').id;
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

/** Chooses a form in the open dialog and waits until its file is written; answers where. */
async function written(page, words, form) {
  const dialog = page.getByRole('dialog');
  await dialog.locator(`input[value=${form}]`).check();
  await dialog.getByRole('button', { name: words.go, exact: true }).click();
  const said = dialog.locator('.said');
  const replace = dialog.getByRole('button', { name: words.replace, exact: true });
  await said.or(replace).first().waitFor();
  if (await replace.isVisible()) await replace.click();
  await said.waitFor();
  const [, path] = words.wrote.exec(await said.innerText()) ?? [];
  assert.ok(path && existsSync(path), `${form}: ${await said.innerText()}`);
  return path;
}

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`a recap goes out in every form in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const words = WORDS[language];
      await goTo(page, core, `#/recap/${session}`);
      await page.getByRole('button', { name: words.share, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await looked(page, `share-${language}-${theme}`);
      const heads = { pdf: '%PDF-', statement: '%PDF-', xlsx: 'PK', linesCsv: '\ufeff', sessionsCsv: '\ufeff', reviewFile: 'showreview 1 ' };
      for (const [form, head] of Object.entries(heads)) {
        const path = await written(page, words, form);
        assert.ok(readFileSync(path, 'utf8').startsWith(head), form);
      }
      assert.ok(statSync(await written(page, words, 'parquet')).isDirectory());
      await looked(page, `share-done-${language}-${theme}`);
      await page.keyboard.press('Escape');

      await goTo(page, core, '#/recap');
      // Both pages have a button of that name.
      await page.locator('h1', { hasText: words.all }).waitFor();
      await page.getByRole('button', { name: words.share, exact: true }).click();
      await page.getByRole('dialog').getByText(words.money).waitFor();
      assert.equal(await page.getByRole('dialog').locator('input[value=reviewFile]').count(), 0, 'a review file is of one session');
      await written(page, words, 'pdf');
      // A browser reports every refusal of the core; that a file is there already was asked for.
      assertQuiet(complaints.filter((one) => !one.includes('/api/review_export')), 'sharing');
    });
  }

  test(`a review file is looked at elsewhere, and refused once altered, in ${language}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'showrunner-share-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'recap.showreview');
    await core.call('review_export', { exportId: crypto.randomUUID(), sessionId: session, form: 'reviewFile', path, language });
    // A program that has no workspace yet: the first run.
    const elsewhere = await startCore({});
    t.after(() => elsewhere.stop());
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    await page.goto(`${elsewhere.url}/#/received`);
    const words = WORDS[language];
    const give = async (file) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: WORDS[await page.evaluate(() => document.documentElement.lang)]?.open ?? words.open }).first().click();
      await (await chooser).setFiles(file);
    };
    await give(path);
    const { session: { title } } = await core.call('review_session', { sessionId: session });
    await page.getByRole('heading', { name: title }).waitFor();
    await looked(page, `received-${language}`);
    const bytes = readFileSync(path);
    bytes[bytes.length - 40] ^= 1;
    const altered = join(folder, 'altered.showreview');
    writeFileSync(altered, bytes);
    await give(altered);
    await page.getByRole('alert').waitFor();
    await looked(page, `received-altered-${language}`);
    assertQuiet(complaints.filter((one) => !one.includes('/api/review_file_open')), 'a review file');
  });
}
