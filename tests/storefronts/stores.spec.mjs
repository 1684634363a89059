// Object storage that really runs: what a connection's test finds, and that a shopper sees what was taken last.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, serve } from '../e2e/stage.mjs';
import { assertNowhere, desk, followsTakes, graded } from './desk.mjs';
import { KEY, SECRET, moto, nanio, s3sFs } from './shops.mjs';

const TIMEOUT = { timeout: 180_000 };
const keys = { login: KEY, secret: SECRET };
let honest;
let strict;
let careless;
let browser;

before(async () => {
  [honest, strict, careless] = await Promise.all([moto(), s3sFs(), nanio()]);
  for (const { name } of [honest, strict, careless]) console.log(`real store: ${name}`);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await Promise.all([honest, strict, careless].map((store) => store?.stop()));
});

const request = ({ url }, more = {}) => ({
  kind: 'objectStorage', name: 'Kho', address: `${url}/live/shop`, region: 'us-east-1', keys, allowPrivate: true, ...more,
});

async function stage(t) {
  const made = await desk();
  t.after(() => made.stop());
  return made;
}

test('a shopper’s page follows ten takes out of the store, with the right kind and caching', TIMEOUT, async (t) => {
  const core = await stage(t);
  const publicAddress = `${honest.url}/live/shop`;
  const tested = await core.call('target_try', request(honest, { publicAddress }));
  assert.deepEqual(graded(tested), {
    reach: 'works', signIn: 'works', bucket: 'works', write: 'works', guard: 'works', headers: 'works', public: 'works', clean: 'works',
  });
  assert.ok(tested.ok);
  assert.equal((await fetch(`${publicAddress}/manifest.json`)).status, 404, 'a test publishes nothing');

  const { id } = await core.call('target_create', request(honest, { publicAddress }));
  const revision = await core.told(id);
  const now = await fetch(`${publicAddress}/now.json`);
  assert.equal((await now.json()).revision, revision);
  assert.equal(now.headers.get('content-type'), 'application/json');
  assert.equal(now.headers.get('cache-control'), 'public, max-age=1, stale-while-revalidate=5');
  const again = await fetch(`${publicAddress}/now.json`, { headers: { 'if-none-match': now.headers.get('etag') } });
  assert.equal(again.status, 304, 'what is unchanged is not sent again');

  const shop = await serve({ '/': `<!doctype html><script type="module" src="/widget/live-session.js"></script><live-session src="${publicAddress}/manifest.json" locale="vi"></live-session>` });
  t.after(shop.close);
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(shop.origin);
  await followsTakes(page, core, id);
  assert.equal((await core.target(id)).lastAnswer.code, 'received');
});

test('what is wrong with keys, bucket, folder or address is told by name', TIMEOUT, async (t) => {
  const core = await stage(t);
  const tried = async (store, more) => {
    const tested = await core.call('target_try', request(store, more));
    assert.ok(!tested.ok);
    return tested;
  };
  const wrongSecret = await tried(strict, { keys: { login: KEY, secret: 'another' } });
  assert.deepEqual(graded(wrongSecret), { reach: 'works', signIn: 'missing: keyWrong' });
  const wrongKey = graded(await tried(strict, { keys: { login: 'AKIANOBODY', secret: SECRET } }));
  assert.match(wrongKey.signIn, /key(Unknown|Wrong)/);
  assert.equal(graded(await tried(honest, { address: `${honest.url}/nobody/shop` })).bucket, 'missing: bucketMissing');
  assert.equal(graded(await tried(strict, { address: 'http://127.0.0.1:9/live' })).reach, 'missing: unreachable');
  for (const [address, code] of [[honest.url, 'targetNotWebAddress'], [`${honest.url}/live`, 'targetNearby']]) {
    await assert.rejects(core.call('target_try', request(honest, { address, allowPrivate: code !== 'targetNearby' })), { code });
  }
  await assert.rejects(core.call('target_create', request(honest, { keys: undefined })), { code: 'secretMissing' });
});

test('a store that ignores conditions is found out, and said so', TIMEOUT, async (t) => {
  const core = await stage(t);
  assert.equal(graded(await core.call('target_try', request(careless))).guard, 'note: unguarded');
  const { id } = await core.call('target_create', request(careless));
  await core.told(id);
  for (const take of [1, 2, 3]) {
    await core.take(take);
    await core.told(id);
  }
  assert.equal((await core.target(id)).lastAnswer.code, 'unguarded');
});

for (const [kind, store] of [['honours conditions', () => honest], ['checks signatures', () => strict], ['ignores conditions', () => careless]]) {
  test(`of two desks the later one stands in a store that ${kind}, and the other is told`, TIMEOUT, async (t) => {
    const address = `${store().url}/live/two`;
    const first = await stage(t);
    const { id } = await first.call('target_create', request(store(), { address }));
    await first.told(id);
    // Epochs are seconds.
    await new Promise((next) => setTimeout(next, 1_100));
    const second = await stage(t);
    const other = await second.call('target_create', request(store(), { address }));
    await second.told(other.id);
    await first.take(1);
    await first.becomes(id, 'storageNewer');
    assert.equal((await first.target(id)).state, 'needsYou');
    await second.take(2);
    const revision = await second.told(other.id);
    assert.ok(['received', 'unguarded'].includes((await second.target(other.id)).lastAnswer.code), 'it wrote nothing over');
    assert.ok(revision > 0);
  });
}

test('what somebody else put into the bucket stays', TIMEOUT, async (t) => {
  const core = await stage(t);
  const file = join(strict.folder, 'live', 'manifest.json');
  writeFileSync(file, '{"name":"Mộc Lan","start_url":"/"}');
  const tested = await core.call('target_try', request(strict, { address: `${strict.url}/live` }));
  assert.equal(graded(tested).bucket, 'missing: storageForeign');
  const { id } = await core.call('target_create', request(strict, { address: `${strict.url}/live` }));
  await core.becomes(id, 'storageForeign');
  assert.match(readFileSync(file, 'utf8'), /start_url/);
});

test('the keys are in the file of secrets and nowhere else', TIMEOUT, async (t) => {
  const core = await stage(t);
  const made = await core.call('target_create', request(strict, { address: `${strict.url}/live/quiet` }));
  await core.told(made.id);
  const tested = await core.call('target_test', { targetId: made.id });
  await core.call('target_edit', { targetId: made.id, keys: { login: KEY, secret: `${SECRET}-wrong` } });
  await core.take(1);
  await core.becomes(made.id, 'keyWrong');
  const page = await core.call('delivery_page', { targetId: made.id });
  const list = await core.call('target_all', {});
  const support = await core.call('diagnostics_copy', {}).catch((refused) => String(refused));
  assert.deepEqual(assertNowhere(core, SECRET, [made, tested, page, list, support]), ['secrets.json'], 'the search finds what is there');
});
