import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Track } from '../storage/model.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { startTestRedis, type TestRedis } from '../test/fixtures/redis.ts';
import type { Actor } from './dependencies.ts';
import { enqueue } from './enqueue.ts';
import { readNowPlaying, readQueue, rowsPerPage } from './read-queue.ts';
import { resume } from './resume.ts';
import { setPaused } from './set-paused.ts';
import { skip } from './skip.ts';
import { stop } from './stop.ts';

const test = suite('use cases');
let redis: TestRedis;
let store: RealtimeStore;
let streamId = -100;
const log = pino({ level: 'silent' });
const now = () => 1_000;
// What is written down is tested where it is done for real (queue/edits.test.ts).
const audit = { begin: async () => ({ note: async () => undefined, drop: () => undefined }) };
const records = { tracks: { namesOf: async () => new Map() } };
const olga: Actor = { person: { id: 1, name: '@olga' }, role: 'user', isBlocked: false, isChatOperator: false };
const operator: Actor = { ...olga, person: { id: 2, name: '@admin' }, isChatOperator: true };

function track(title: string, durationMs = 60_000): Track {
  return { trackId: title, title, performer: null, durationMs, source: { type: 'library', path: title } };
}

test.before(async () => {
  redis = await startTestRedis();
  store = await openRealtimeStore({ url: redis.url, prefix: 'test', log });
  store.resolveJobs.serve(
    async ({ query }) => {
      const text = query.type === 'text' ? query.text : '';
      if (text === 'bad') return { type: 'refused', name: text, refusal: { code: 'unreadable' } };
      if (text === 'hang') return await new Promise(() => undefined);
      return { type: 'tracks', tracks: text === '' ? [] : text.split(' ').map((it) => track(it)) };
    },
    { concurrency: 4 },
  );
});
test.after(async () => {
  await store.close();
  await redis.stop();
});
test.before.each(() => {
  streamId -= 1;
});

const add = (text: string, operation: string, actor = olga) =>
  enqueue(
    { store, records, log, now, audit, resolveTimeoutMs: 500 },
    { streamId, actor, operation, query: { type: 'text', text } },
  );

/** Does what a player does when it sees an item and nothing current. */
async function take(): Promise<void> {
  const { generation } = await store.playback.read(streamId);
  const step = { expectedGeneration: generation, outcome: 'finished', fence: null } as const;
  await store.playback.advance(streamId, step, `take${generation}`);
}

test('enqueue: the first starts now and turns the stream on; the next waits its turn', async () => {
  const first = await add('a', 'u1');
  assert.ok(first.type === 'added' && first.startsNow && first.isNewSession && first.waitMs === 0);
  const { playback, queueLength } = await readNowPlaying({ store, log, now, audit }, streamId);
  assert.ok(playback.isOn && playback.current === null, 'making it current is the player’s');
  assert.is(queueLength, 1);
  await take();
  const more = await add('b c', 'u2');
  assert.ok(more.type === 'added' && !more.startsNow && !more.isNewSession);
  assert.equal([more.firstPosition, more.lastPosition, more.waitMs], [1, 2, 60_000]);
  assert.equal(more.items[0]?.addedBy, olga.person);
  assert.is(more.items[0]?.addedAt, 1_000);
});

test('enqueue again by the same operation: the same result, nothing doubled', async () => {
  const first = await add('a b', 'u1');
  const again = await add('a b', 'u1');
  assert.equal(again, first);
  assert.is((await store.queue.read(streamId)).items.length, 2);
  const { sessionId } = await store.playback.read(streamId);
  await take();
  const afterStart = await add('a b', 'u1');
  assert.ok(afterStart.type === 'added' && afterStart.startsNow, 'it is what plays');
  assert.is((await store.playback.read(streamId)).sessionId, sessionId);
});

test('enqueue: refused, forbidden, unanswered, empty: nothing changes', async () => {
  assert.equal(await add('bad', 'u1'), { type: 'refused', name: 'bad', refusal: { code: 'unreadable' } });
  assert.equal(await add('a', 'u2', { ...olga, isBlocked: true }), { type: 'forbidden', reason: 'blocked' });
  assert.equal(await add('hang', 'u3'), { type: 'no-answer' });
  assert.is((await add('', 'u4')).type, 'refused');
  assert.is((await store.playback.read(streamId)).isOn, false);
  assert.is((await store.queue.read(streamId)).length, 0);
});

test('skip: exactly the track that was meant', async () => {
  const request = { streamId, actor: operator };
  assert.equal(await skip({ store, log, now, audit }, { ...request, operation: 'c0' }), { type: 'nothing-playing' });
  await add('a b c', 'u1');
  await take();
  const { generation } = await store.playback.read(streamId);
  const step = { ...request, expectedGeneration: generation };
  const results = await Promise.all(
    ['c1', 'c2', 'c3'].map((operation) => skip({ store, log, now, audit }, { ...step, operation })),
  );
  assert.equal(results.map(({ type }) => type).sort(), ['done', 'stale', 'stale']);
  assert.is((await store.playback.read(streamId)).current?.track.title, 'b');
  const again = await skip({ store, log, now, audit }, { ...request, operation: 'c1' });
  assert.is(again.type, results[0]?.type === 'done' ? 'done' : again.type);
});

test('skip: a listener may skip only what they added', async () => {
  await add('a', 'u1', { ...olga, person: { id: 9, name: 'x' } });
  await add('b', 'u2');
  await take();
  const refused = await skip({ store, log, now, audit }, { streamId, actor: olga, operation: 'c1' });
  assert.is(refused.type === 'forbidden' && refused.current.track.title, 'a');
  await skip({ store, log, now, audit }, { streamId, actor: operator, operation: 'c2' });
  assert.is((await skip({ store, log, now, audit }, { streamId, actor: olga, operation: 'c3' })).type, 'done');
});

test('stop and resume: everything is kept', async () => {
  const by = (actor: Actor, operation: string) => ({ streamId, actor, operation });
  const dependencies = { store, log, now, audit };
  assert.equal(await stop(dependencies, by(operator, 's0')), { type: 'already-off' });
  assert.equal(await resume(dependencies, by(operator, 'r0')), { type: 'nothing-kept' });
  await add('a b', 'u1');
  await take();
  assert.equal(await stop(dependencies, by(olga, 's1')), { type: 'forbidden' });
  assert.equal(await stop(dependencies, by(operator, 's2')), { type: 'stopped', keptItems: 2 });
  assert.equal(await resume(dependencies, by(olga, 'r1')), { type: 'forbidden' });
  assert.equal(await resume(dependencies, by(operator, 'r2')), { type: 'resumed' });
  assert.equal(await resume(dependencies, by(operator, 'r3')), { type: 'already-on' });
  const { isOn, current } = await store.playback.read(streamId);
  assert.ok(isOn && current?.track.title === 'a');
});

test('pause: for operators, and only the track that was meant', async () => {
  const dependencies = { store, log, now, audit };
  const request = { streamId, actor: operator, isPaused: true };
  assert.is((await setPaused(dependencies, { ...request, operation: 'p0' })).type, 'nothing-playing');
  await add('a', 'u1');
  await take();
  const { generation } = await store.playback.read(streamId);
  assert.is((await setPaused(dependencies, { ...request, actor: olga, operation: 'p1' })).type, 'forbidden');
  const stale = { ...request, expectedGeneration: generation - 1, operation: 'p2' };
  assert.is((await setPaused(dependencies, stale)).type, 'stale');
  assert.is((await store.playback.read(streamId)).isPaused, false);
  const right = { ...request, expectedGeneration: generation, operation: 'p3' };
  assert.is((await setPaused(dependencies, right)).type, 'done');
  assert.is((await store.playback.read(streamId)).isPaused, true);
});

test('the queue comes in pages; a page past the end is the last', async () => {
  await add(Array.from({ length: 20 }, (_, i) => `t${i}`).join(' '), 'u1');
  await take();
  const page = await readQueue({ store, log, now, audit }, streamId, 99);
  assert.equal([page.page, page.pageCount, page.queueLength], [2, 3, 19]);
  assert.equal(
    page.rows.map(({ position }) => position),
    [17, 18, 19],
  );
  assert.is(page.rows[0]?.startsInMs, 17 * 60_000);
  assert.is(page.totalMs, 19 * 60_000);
  assert.is((await readQueue({ store, log, now, audit }, streamId, 0)).rows.length, rowsPerPage);
});

test.run();
