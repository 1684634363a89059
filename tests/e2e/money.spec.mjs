/** Fees and what was left: the way from GMV to margin, its rules and lines, what is missing, and another rule beside it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startCore, startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, LEAST, newPage, picture, settled, startBrowser, THEMES, USUAL } from './harness.mjs';

const WORDS = {
  vi: { left: 'Còn lại bao nhiêu', cost: 'Giá vốn', incomplete: 'Chưa đủ số liệu: thiếu', whatIf: 'Nếu phí thay đổi?', starter: 'Lấy bộ phí mẫu', name: 'Tên', save: 'Lưu', own: 'mức phí của Website riêng', create: 'Thêm phí', payer: 'Bên trả' },
  en: { left: 'What was left', cost: 'Cost of goods', incomplete: 'Incomplete: missing', whatIf: 'What if a fee changes?', starter: 'Take the starter set', name: 'Name', save: 'Save', own: 'what Own website charges', create: 'New fee', payer: 'Paid by' },
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

/** The sample's workspace once more, for a core of its own. */
async function copyOfSample(t) {
  const folder = mkdtempSync(join(tmpdir(), 'showrunner-money-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'copy.showrunner');
  await core.call('workspace_back_up', { path });
  return path;
}

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
    test(`what was left opens to its rules and lines in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const words = WORDS[language];
      await goTo(page, core, `#/recap/${session}`);
      const section = page.getByRole('region', { name: words.left });
      await section.scrollIntoViewIfNeeded();
      const { sets: [{ whole }] } = await core.call('review_waterfall', { sessionId: session });
      assert.deepEqual(whole.missing, [], 'the sample says everything');
      const left = whole.taken.reduce((sum, { by }) => sum - Number(by[0].amount), Number(whole.netSales)) - Number(whole.cost);
      assert.equal(Number(whole.margin), left, 'what the rules and the goods leave');
      await looked(page, `left-${language}-${theme}`);

      for (const [at, taken] of whole.taken.entries()) {
        const { rules: [...rules] } = await core.call('review_waterfall', { sessionId: session });
        const { terms } = rules.find(({ ruleId }) => ruleId === taken.ruleId);
        await section.getByRole('button', { name: terms.name }).press('Enter');
        await page.getByRole('dialog').getByRole('gridcell').first().waitFor();
        await looked(page, `left-rule-${at}-${language}-${theme}`);
        await page.keyboard.press('Escape');
      }
      await section.getByRole('button', { name: words.cost }).press('Enter');
      await page.getByRole('dialog').getByRole('gridcell').first().waitFor();
      await looked(page, `left-cost-${language}-${theme}`);
      await page.keyboard.press('Escape');
      assertQuiet(complaints, 'what was left');
    });

    test(`fees are edited and another rule is tried in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const words = WORDS[language];
      await goTo(page, core, '#/fees');
      await page.getByRole('button', { name: words.starter }).click();
      await looked(page, `fees-starter-${language}-${theme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: words.create }).click();
      await page.locator('details summary').click();
      await looked(page, `fees-new-${language}-${theme}`);
      await page.getByRole('dialog').getByLabel(words.name, { exact: true }).fill('');
      await page.getByRole('button', { name: words.save, exact: true }).click();
      await page.getByRole('alert').waitFor();
      await page.keyboard.press('Escape');

      await goTo(page, core, '#/recap');
      await page.getByRole('button', { name: words.whatIf }).click();
      await page.getByRole('dialog').getByRole('gridcell').first().waitFor();
      const last = () => page.getByRole('dialog').getByRole('row').last().innerText();
      const as = await last();
      await page.getByRole('dialog').getByLabel(words.payer).selectOption('platform');
      await page.waitForFunction((was) => [...document.querySelectorAll('[role=dialog] tr')].at(-1)?.innerText !== was, as);
      assert.match(await last(), /[1-9]/, 'what the platform would bear is left to the brand');
      await looked(page, `what-if-${language}-${theme}`);
      // A browser reports every refusal of the core; the one for the missing name was asked for.
      assertQuiet(complaints.filter((one) => !one.includes('/api/fee_rule_save')), 'fees');
    });
  }
}

const MORE = {
  vi: { costs: 'Chi phí phiên', add: 'Thêm chi phí', amount: 'Số tiền, ₫', name: 'Trả cho ai, cho gì (không bắt buộc)', none: 'Chưa nhập chi phí phiên', minute: 'Phút', host: 'Người dẫn', addShop: 'Thêm shop', category: 'Ngành hàng', set: 'Đặt ngành hàng', addRate: 'Thêm tỷ giá', importRates: 'Nhập tệp tỷ giá', change: 'Đổi mức', newRate: 'Mức mới, %' },
  en: { costs: 'Session costs', add: 'Add a cost', amount: 'Amount, ₫', name: 'Whom or what (optional)', none: 'No session costs entered', minute: 'Minute', host: 'Host', addShop: 'Add a shop', category: 'Category', set: 'Set category', addRate: 'Add a rate', importRates: 'Import rates', change: 'Change the rate', newRate: 'New rate, %' },
};

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`what a session costs is entered in its recap and taken off in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const [words, more] = [WORDS[language], MORE[language]];
      const whole = async () => (await core.call('review_waterfall', { sessionId: session })).sets[0].whole;
      const before = Number((await whole()).margin);
      await goTo(page, core, `#/recap/${session}`);
      const left = page.getByRole('region', { name: words.left });
      await left.getByText(more.none).waitFor();
      const costs = page.getByRole('region', { name: more.costs });
      await costs.getByRole('button', { name: more.add }).press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(more.name, { exact: true }).fill('Mai KOC');
      await dialog.getByLabel(more.amount, { exact: true }).fill('250000');
      await dialog.getByLabel(more.amount, { exact: true }).press('Tab');
      await looked(page, `expense-${language}-${theme}`);
      await dialog.getByRole('button', { name: words.save, exact: true }).click();
      await left.getByRole('button', { name: /Mai KOC/ }).waitFor();
      assert.equal(Number((await whole()).margin), before - 250_000, 'it is taken off the margin');
      await looked(page, `expenses-${language}-${theme}`);
      const parts = page.getByRole('button', { name: more.minute, exact: true });
      await parts.click();
      await page.getByRole('gridcell', { name: /20:0/ }).first().waitFor();
      await looked(page, `left-minute-${language}-${theme}`);
      await page.getByRole('button', { name: more.host, exact: true }).click();
      await looked(page, `left-host-${language}-${theme}`);
      await left.getByRole('button', { name: /Mai KOC/ }).press('Enter');
      await page.getByRole('dialog').getByLabel(more.name, { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await core.call('history_undo', {});
      await left.getByText(more.none).waitFor();
      assert.equal(Number((await whole()).margin), before, 'undo takes it back');
      assertQuiet(complaints, 'session costs');
    });

    test(`shops, categories, rates and a commission that changes in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const more = MORE[language];
      await goTo(page, core, '#/fees?part=shops');
      await page.getByLabel(more.category, { exact: true }).fill('Làm đẹp > Da');
      await page.getByRole('button', { name: more.set }).click();
      await page.getByRole('gridcell', { name: 'Làm đẹp > Da' }).first().waitFor();
      await looked(page, `shops-${language}-${theme}`);
      await core.call('history_undo', {});
      await page.getByRole('button', { name: more.addShop }).click();
      await looked(page, `shop-${language}-${theme}`);
      await page.keyboard.press('Escape');
      await goTo(page, core, '#/fees?part=rates');
      await page.getByRole('button', { name: more.addRate }).click();
      await looked(page, `rate-${language}-${theme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: more.importRates }).click();
      await looked(page, `rates-file-${language}-${theme}`);
      await page.keyboard.press('Escape');
      await goTo(page, core, '#/fees?part=costs');
      await looked(page, `costs-standing-${language}-${theme}`);
      const { rules } = await core.call('fee_rule_list', {});
      const commission = rules.find(({ terms }) => terms.purpose === 'commission');
      await goTo(page, core, `#/fees?rule=${commission.ruleId}`);
      await page.getByRole('button', { name: more.change }).click();
      await page.getByLabel(more.newRate, { exact: true }).fill('3');
      await page.getByLabel(more.newRate, { exact: true }).press('Tab');
      await page.getByRole('dialog').last().getByRole('gridcell').first().waitFor();
      await looked(page, `commission-${language}-${theme}`);
      assertQuiet(complaints, 'shops and rates');
    });
  }
}

test('a fee that was never entered is named, with the place to enter it', async (t) => {
  const { rules } = await core.call('fee_rule_list', {});
  const own = rules.find(({ terms }) => terms.channel === 'other');
  await core.call('fee_rule_delete', { ruleId: own.ruleId });
  for (const language of LANGUAGES) {
    await dress(core, language, 'light');
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    await goTo(page, core, `#/recap/${session}`);
    const words = WORDS[language];
    const section = page.getByRole('region', { name: words.left });
    await section.getByText(words.incomplete).waitFor();
    await looked(page, `left-incomplete-${language}`);
    await section.getByRole('link', { name: words.own }).press('Enter');
    await page.getByRole('dialog').getByLabel(words.name, { exact: true }).waitFor();
    await looked(page, `fees-missing-${language}`);
    assertQuiet(complaints, 'a fee that is missing');
  }
  // The changes of language above are steps of their own.
  let again = [];
  for (let step = 0; step < 3 && !again.some(({ ruleId }) => ruleId === own.ruleId); step += 1) {
    await core.call('history_undo', {});
    ({ rules: again } = await core.call('fee_rule_list', {}));
  }
  assert.deepEqual(again.find(({ ruleId }) => ruleId === own.ruleId), own, 'undo brings the rule back whole');
});

test('who does not see money is told so and shown none of it', async (t) => {
  const operator = await startCore({ role: 'operator', workspace: await copyOfSample(t) });
  t.after(() => operator.stop());
  const requests = { fee_rule_list: {}, expense_of_session: { sessionId: session }, expense_standing: {}, rate_all: {}, shop_all: {}, review_waterfall: { sessionId: session }, review_what_if: { revisions: [] } };
  for (const [command, request] of Object.entries(requests)) {
    await assert.rejects(operator.call(command, request), { code: 'forbidden' }, command);
  }
  const { page, complaints, close } = await newPage(browser, { language: 'vi' });
  t.after(close);
  await goTo(page, operator, '#/fees');
  await looked(page, 'fees-hidden');
  await goTo(page, operator, `#/recap/${session}`);
  assert.equal(await page.getByRole('region', { name: WORDS.vi.left }).count(), 0);
  assertQuiet(complaints, 'without money');
});
