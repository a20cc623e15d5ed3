import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { openPreparedCache, type PreparedCache } from './prepared-cache.ts';

const log = createLog({ level: 'silent', format: 'json', service: 'test' });

const test = suite<{ dir: string; clock: number }>('prepared cache');

test.before.each(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-cache-'));
  context.clock = Date.now();
});

test.after.each(({ dir }) => rm(dir, { recursive: true }));

const minute = 60_000;
const figures = { loudnessLufs: -16, truePeakDbtp: -2, method: 'encoded', gainDb: 1, limiter: 'none' } as const;

const openCache = (context: { dir: string; clock: number }, maxBytes = 10_000, profile = '2ch-128k') =>
  openPreparedCache({ dir: context.dir, maxBytes, profile, log, now: () => context.clock });

async function put(cache: PreparedCache, trackId: string, sizeBytes: number, durationMs = minute) {
  const path = cache.newPath(trackId);
  await writeFile(path, Buffer.alloc(sizeBytes));
  return cache.commit(path, { trackId, durationMs, ...figures });
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

test('finds what was committed, also after a restart, not what is half made', async (context) => {
  const cache = await openCache(context);
  const half = cache.newPath('half');
  await writeFile(half, 'x');
  assert.is(await cache.lookup('half'), null);
  const { path } = await put(cache, 'whole', 100);
  const again = await openCache(context);
  const found = await again.lookup('whole');
  assert.is(found?.path, path);
  assert.equal(found?.figures.durationMs, minute);
  assert.is(found?.figures.sizeBytes, 100);
  assert.is(await again.lookup('half'), null);
});

test('half-made files are removed at start, unless another living process makes them', async (context) => {
  const cache = await openCache(context);
  const { path } = await put(cache, 'whole', 100);
  const mine = cache.newPath('mine');
  const dead = join(context.dir, 'dead.2ch-128k.4194305-00aa.opus');
  const alive = join(context.dir, `alive.2ch-128k.${process.ppid}-00aa.opus`);
  for (const name of [mine, dead, alive, `${mine}.json`]) await writeFile(name, 'x');
  await openCache(context);
  const left = await Promise.all([path, alive, mine, dead, `${mine}.json`].map(isThere));
  assert.equal(left, [true, true, false, false, false]);
});

test('the least recently used goes first when the cache is full', async (context) => {
  const cache = await openCache(context);
  for (const trackId of ['a', 'b', 'c']) {
    await put(cache, trackId, 3_000);
    context.clock += minute;
  }
  context.clock += 60 * minute;
  await cache.lookup('a');
  context.clock += 60 * minute;
  await put(cache, 'd', 3_000);
  const found = await Promise.all(['a', 'b', 'c', 'd'].map(async (id) => (await cache.lookup(id)) !== null));
  assert.equal(found, [true, false, true, true]);
  assert.is((await readdir(context.dir)).length, 6, 'audio and figures go together');
});

test('what is in use is never removed, even if the cache is too full', async (context) => {
  const cache = await openCache(context);
  await put(cache, 'long', 6_000, 120 * minute);
  await put(cache, 'short', 6_000, minute);
  context.clock += 60 * minute;
  await put(cache, 'new', 6_000);
  const found = await Promise.all(['long', 'short', 'new'].map(async (id) => (await cache.lookup(id)) !== null));
  assert.equal(found, [true, false, true], 'a two-hour track asked for an hour ago is still playing');
});

test('what is pinned stays', async (context) => {
  const cache = await openCache(context);
  cache.pin('placeholder');
  await put(cache, 'placeholder', 6_000);
  context.clock += 600 * minute;
  await put(cache, 'new', 6_000);
  assert.ok(await cache.lookup('placeholder'));
});

test('files of other settings are other files, under one limit', async (context) => {
  const stereo = await openCache(context);
  await put(stereo, 'a', 6_000);
  context.clock += 60 * minute;
  const mono = await openCache(context, 10_000, '1ch-64k');
  assert.is(await mono.lookup('a'), null);
  await put(mono, 'a', 6_000);
  assert.is(await stereo.lookup('a'), null);
  assert.ok(await mono.lookup('a'));
});

test('a second commit replaces the first', async (context) => {
  const cache = await openCache(context);
  const first = await put(cache, 'a', 100);
  const second = await put(cache, 'a', 200);
  assert.is((await cache.lookup('a'))?.path, second.path);
  assert.not.ok(await isThere(first.path));
});

test('figures that are damaged, or whose audio is gone, count as none', async (context) => {
  const cache = await openCache(context);
  const { path } = await put(cache, 'gone', 100);
  await rm(path);
  assert.is(await cache.lookup('gone'), null);
  for (const text of ['{"trackId":', '{}', '{"trackId":"bad","file":"../../etc/passwd.opus"}']) {
    await writeFile(join(context.dir, 'bad.2ch-128k.json'), text);
    assert.is(await cache.lookup('bad'), null, text);
  }
});

test.run();
