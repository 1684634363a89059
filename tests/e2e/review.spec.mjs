/** Recaps across sessions, credit by hand, what stands out and what it teaches: in both languages and themes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startedCore } from './core.mjs';
import { assertQuiet, axe, dress, goTo, LANGUAGES, LEAST, newPage, picture, settled, startBrowser, THEMES, USUAL } from './harness.mjs';

const WORDS = {
  vi: { by: 'Gộp theo', year: 'Cả năm', compare: 'So với các phiên khác', next: 'Lần sau', reason: 'Lý do', to: 'Cho phiên', credit: 'Ghi nhận', hand: 'Ghi nhận bằng tay', take: 'Đưa vào phiên sắp tới…', into: 'Đưa vào giỏ live', check: 'Kiểm tra ngay', right: 'đều khớp', remove: 'Bỏ lọc này', products: 'Sản phẩm' },
  en: { by: 'Grouped by', year: 'Whole year', compare: 'Beside other sessions', next: 'Next time', reason: 'Reason', to: 'To session', credit: 'Credit', hand: 'Credited by hand', take: 'Take into a planned session…', into: 'Take into the line-up', check: 'Check now', right: 'are those of their lines', remove: 'Remove this filter', products: 'Products' },
};
const GROUPINGS = ['product', 'host', 'channel', 'market', 'hour', 'weekday', 'day', 'month', 'quarter', 'session'];
let browser;
let core;
let session;
let planned;

before(async () => {
  browser = await startBrowser();
  core = await startedCore({ purpose: 'sample', brand: '' });
  const { sessions } = await core.call('session_all', {});
  session = sessions.findLast(({ status }) => status === 'ended').id;
  planned = sessions.find(({ status }) => status === 'scheduled' || status === 'draft').id;
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
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px wider than a window of ${size.width}`);
    assert.deepEqual(await axe(page), [], `${name} at ${size.width}`);
    await picture(page, `${name}-${size.width}`);
  }
  await page.setViewportSize(USUAL);
}

const gmvOf = async (id) => {
  const { figures } = await core.call('review_session', { sessionId: id });
  return Number(figures[0].kpis.find(({ metric }) => metric === 'gmv').value);
};

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`sessions across open by every grouping in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const words = WORDS[language];
      await goTo(page, core, '#/recap');
      for (const grouping of GROUPINGS) {
        await page.getByLabel(words.by).selectOption(grouping);
        await page.getByRole('gridcell').first().waitFor();
        await looked(page, `across-${grouping}-${language}-${theme}`);
      }
      await page.getByLabel(words.by).selectOption('host');
      await settled(page);
      const { rows } = await core.call('review_all', { grouping: 'host' });
      await page.getByRole('gridcell', { name: rows[0].title }).press('Enter');
      await page.getByRole('button', { name: words.remove }).waitFor();
      await settled(page);
      const shown = await page.getByRole('grid').locator('tbody tr').count();
      assert.equal(shown, rows[0].sessions, 'the row opens to its sessions');
      await page.getByRole('gridcell').first().press('Enter');
      await page.waitForFunction(() => location.hash.startsWith('#/recap/'));
      await goTo(page, core, '#/recap');
      await page.getByRole('button', { name: words.year }).click();
      await page.getByRole('gridcell').first().waitFor();
      await looked(page, `year-${language}-${theme}`);
      assertQuiet(complaints, 'across');
    });

    test(`a line is credited by hand, shown, and taken back by undo in ${language}, ${theme}`, async (t) => {
      await dress(core, language, theme);
      const { page, complaints, close } = await newPage(browser, { language, theme });
      t.after(close);
      const words = WORDS[language];
      const before = await gmvOf(session);
      await goTo(page, core, `#/recap/${session}`);
      await page.getByRole('grid', { name: words.products }).getByRole('gridcell').first().press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('gridcell').first().press(' ');
      await dialog.getByLabel(words.to).selectOption('');
      await looked(page, `credit-pick-${language}-${theme}`);
      await dialog.getByRole('button', { name: words.credit, exact: true }).click();
      assert.equal(await gmvOf(session), before, 'without a reason nothing happens');
      await dialog.getByLabel(words.reason).fill('khách xác nhận');
      await dialog.getByRole('button', { name: words.credit, exact: true }).click();
      await dialog.getByRole('form').waitFor({ state: 'detached' });
      await settled(page);
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: words.hand }).waitFor();
      assert.ok((await gmvOf(session)) < before, 'the line counts for the session no more');
      await looked(page, `credit-hand-${language}-${theme}`);
      await core.call('history_undo', {});
      assert.equal(await gmvOf(session), before, 'undo brings it back');
      assertQuiet(complaints, 'credit by hand');
    });
  }

  test(`a session is compared, and what it teaches goes into a line-up in ${language}`, async (t) => {
    await dress(core, language, 'light');
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    const words = WORDS[language];
    const insight = await core.call('review_insight', { sessionId: session });
    assert.ok(insight.last !== null, 'the sample has an earlier session of its kind');
    await goTo(page, core, `#/recap/${session}`);
    await page.getByRole('region', { name: words.compare }).scrollIntoViewIfNeeded();
    await looked(page, `insight-${language}`);
    assert.ok(insight.nextTime.length > 0, 'the sample teaches something');
    const next = page.getByRole('region', { name: words.next });
    await next.getByRole('checkbox').first().check();
    await next.getByRole('button', { name: words.take }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').selectOption(planned);
    await dialog.getByRole('gridcell').first().waitFor();
    await looked(page, `next-time-${language}`);
    const lineup = () => core.call('lineup_get', { sessionId: planned });
    const before = await lineup();
    await dialog.getByRole('button', { name: words.into, exact: true }).click();
    await page.waitForFunction(() => location.hash.endsWith('/lineup'));
    assert.notDeepEqual((await lineup()).slots, before.slots, 'the line-up is another one');
    await core.call('history_undo', {});
    assert.deepEqual((await lineup()).slots, before.slots, 'one step takes it back');
    assertQuiet(complaints, 'next time');
  });

  test(`figures are checked against their lines in ${language}`, async (t) => {
    await dress(core, language, 'light');
    const { page, complaints, close } = await newPage(browser, { language });
    t.after(close);
    const words = WORDS[language];
    await goTo(page, core, '#/data');
    await page.getByRole('button', { name: words.check }).click();
    await page.getByText(words.right).waitFor();
    await looked(page, `check-${language}`);
    assertQuiet(complaints, 'check');
  });
}

test('a goal far above what comparable sessions reached says so at its field', async (t) => {
  await dress(core, 'vi', 'light');
  const { page, complaints, close } = await newPage(browser, { language: 'vi' });
  t.after(close);
  const { plan, ...own } = await core.call('session_get', { sessionId: planned });
  assert.equal(plan, undefined);
  await goTo(page, core, `#/sessions/${planned}`);
  await page.getByLabel('GMV').fill('900000000000');
  await page.getByLabel('GMV').press('Enter');
  await page.getByText('vượt xa').waitFor();
  await looked(page, 'goal-far-above');
  await core.call('history_undo', {});
  assert.deepEqual((await core.call('session_get', { sessionId: planned })).goal, own.goal);
  assertQuiet(complaints, 'goal');
});
