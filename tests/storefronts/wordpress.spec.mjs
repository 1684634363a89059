// A real WordPress with our plugin, installed from the file the app hands out.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, serve } from '../e2e/stage.mjs';
import { assertNowhere, desk, followsTakes, graded } from './desk.mjs';
import { wordpress } from './shops.mjs';

const TIMEOUT = { timeout: 240_000 };
let site;
let core;
let browser;

before(async () => {
  site = await wordpress();
  console.log(`real shop: ${site.name}`);
  [core, browser] = await Promise.all([desk(), launch()]);
});
after(async () => {
  await browser?.close();
  await core?.stop();
  await site?.stop();
});

const request = (more = {}) => ({
  kind: 'wordPress', name: 'Website', address: site.url, allowPrivate: true,
  keys: { login: 'admin', secret: site.passwords.admin }, ...more,
});
const tried = async (more) => graded(await core.call('target_try', request(more)));

test('each thing that is missing is told before the next, until it works', TIMEOUT, async (t) => {
  assert.deepEqual(await tried(), { reach: 'works', plugin: 'missing: pluginMissing' });
  const zip = Buffer.from(await (await fetch(`${core.url}/wordpress/showrunner-live.zip`)).arrayBuffer());
  const file = join(core.home, 'showrunner-live.zip');
  writeFileSync(file, zip);
  site.install(file);
  assert.equal((await tried({ keys: { login: 'admin', secret: 'xxxx' } })).signIn, 'missing: loginWrong');
  assert.equal((await tried({ keys: { login: 'nobody', secret: 'xxxx' } })).signIn, 'missing: loginWrong');
  assert.equal((await tried({ keys: { login: 'reader', secret: site.passwords.reader } })).signIn, 'missing: roleTooLow');
  assert.deepEqual(await tried(), { reach: 'works', plugin: 'works', signIn: 'works', page: 'note: pageMissing' });
  site.step('links', 'plain');
  assert.equal((await tried()).page, 'note: plainLinks');
  site.step('links', 'names');

  const maintenance = join(site.folder, '.maintenance');
  writeFileSync(maintenance, `<?php $upgrading = ${Math.floor(Date.now() / 1000)};`);
  assert.deepEqual(await tried(), { reach: 'missing: maintenance' });
  rmSync(maintenance);
  const page = await serve({ '/': '<!doctype html><h1>A shop</h1>' });
  t.after(page.close);
  assert.deepEqual(await tried({ address: page.origin }), { reach: 'missing: notJson' });
  const old = await serve({ '/': '{"protocol":0,"version":"0.9.0"}' });
  t.after(old.close);
  assert.equal((await tried({ address: old.origin })).plugin, 'missing: pluginOld');
  await assert.rejects(core.call('target_try', request({ allowPrivate: false })), { code: 'targetNearby' });
});

test('a page follows ten takes, reads without script, and an older desk cannot go back', TIMEOUT, async (t) => {
  const address = site.step('page', '<!-- wp:showrunner/live-session {"locale":"vi"} /-->');
  const short = site.step('page', '[live_session locale="en"]');
  assert.equal((await tried()).page, 'works');
  const { id } = await core.call('target_create', request());
  const revision = await core.told(id);

  const manifest = `${site.url}/wp-json/showrunner/v1/manifest.json`;
  const first = await fetch(manifest);
  assert.equal((await first.json()).revision, revision);
  assert.match(first.headers.get('cache-control'), /max-age=1/);
  const again = await fetch(manifest, { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(again.status, 304);

  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(address);
  await followsTakes(page, core, id);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  t.after(() => plain.close());
  const reader = await plain.newPage();
  await reader.goto(short);
  const list = await reader.locator('live-session ol').innerText();
  for (const { title } of core.slots) assert.ok(list.includes(title), title);
  const facts = JSON.parse(await reader.locator('script[type="application/ld+json"]').last().textContent());
  assert.equal(facts['@type'], 'VideoObject');
  assert.equal(facts.publication.isLiveBroadcast, true);

  await new Promise((next) => setTimeout(next, 1_100));
  const second = await desk();
  t.after(() => second.stop());
  const other = await second.call('target_create', request());
  await second.told(other.id);
  await core.take(3);
  await core.becomes(id, 'siteNewer');
  await second.take(1);
  // What is announced next would follow the one that is over.
  const { sessions } = await second.call('session_all', {});
  for (const next of sessions.filter(({ status }) => status === 'scheduled')) await second.call('session_unschedule', { sessionId: next.id });
  await second.end();
  const last = await second.told(other.id);
  const kept = await (await fetch(manifest)).json();
  assert.deepEqual([kept.revision, kept.state], [last, 'ended']);
  await reader.reload();
  const ended = JSON.parse(await reader.locator('script[type="application/ld+json"]').last().textContent());
  assert.ok(ended.hasPart.every(({ name, startOffset, endOffset }) => name && startOffset <= endOffset), 'a clip for each chapter');
  assert.doesNotMatch(site.complaints(), /showrunner/, 'PHP warned of nothing of ours');
});

test('the application password is in the file of secrets and nowhere else', TIMEOUT, async () => {
  const list = await core.call('target_all', {});
  assert.deepEqual(assertNowhere(core, site.passwords.admin, [list]), ['secrets.json']);
});
