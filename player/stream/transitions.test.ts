import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { QueueItem } from '../../storage/model.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import type { StreamReporter } from './stream-reporter.ts';
import { createTransitions, type Transitions } from './transitions.ts';

interface Context {
  redis: TestRedis;
  store: RealtimeStore;
  transitions: Transitions;
  told: string[];
}

const suite = createSuite<Context>('transitions');
const streamId = -1;

function itemOf(itemId: string): QueueItem {
  const source = { type: 'library' as const, path: itemId };
  const track = { trackId: itemId, title: itemId, performer: null, durationMs: null, source };
  return { itemId, track, addedBy: { id: 1, name: 'x' }, addedAt: 0 };
}

suite.before(async (context) => {
  context.redis = await startTestRedis();
});

suite.before.each(async (context) => {
  const store = await openRealtimeStore({
    url: context.redis.url,
    prefix: randomUUID(),
    log: pino({ level: 'silent' }),
  });
  const lease = await store.leases.acquire(streamId, 'me', 60_000);
  const told: string[] = [];
  const report = {
    trackEnded: async ({ item }, outcome) => void told.push(`${item.itemId} ${outcome}`),
    trackFailed: async ({ item }, { code }) => void told.push(`${item.itemId} ${code}`),
  } as Partial<StreamReporter> as StreamReporter;
  const transitions = createTransitions({ streamId, store, report, fence: () => lease?.fence ?? 0 });
  Object.assign(context, { store, transitions, told });
});

suite.after.each(async ({ store }) => {
  await store.close();
});

suite.after(async ({ redis }) => {
  await redis.stop();
});

const end = { error: null, playedMs: 5 };
const add = ({ store }: Context, ...ids: string[]) => store.queue.add(streamId, ids.map(itemOf), 'end', randomUUID());
const announcedAs = (generation: number, id: string) => ({ sessionId: 's', generation, item: itemOf(id) });

suite('begins with what is added after it found nothing', async (context) => {
  const { store, transitions } = context;
  const empty = await store.playback.read(streamId);
  assert.is((await transitions.begin(empty)).current, null, 'the queue was emptied in the last moment');
  await add(context, 'a');
  assert.is((await transitions.begin(await store.playback.read(streamId))).current?.itemId, 'a');
});

suite('an end that is told twice is one step', async (context) => {
  const { store, transitions, told } = context;
  await add(context, 'a', 'b', 'c');
  const { generation } = await transitions.begin(await store.playback.read(streamId));
  const track = announcedAs(generation, 'a');
  const [first, second] = await Promise.all([transitions.end(track, end), transitions.end(track, end)]);
  assert.is(first.current?.itemId, 'b');
  assert.is(second.current?.itemId, 'b');
  assert.is((await store.queue.read(streamId)).length, 1);
  assert.equal(told, ['a finished', 'a finished']);
});

suite('an end that somebody else was faster with is told as they made it', async (context) => {
  const { store, transitions, told } = context;
  await add(context, 'a', 'b', 'c');
  const { generation } = await transitions.begin(await store.playback.read(streamId));
  const step = { expectedGeneration: generation, outcome: 'skipped', fence: null } as const;
  await store.playback.advance(streamId, step, randomUUID());
  const playback = await transitions.end(announcedAs(generation, 'a'), {
    error: new AppError('ingest-failed', 'x'),
    playedMs: 5,
  });
  assert.is(playback.current?.itemId, 'b');
  assert.equal(told, ['a skipped']);
});

suite('a failure is told with its reason, which the history keeps', async (context) => {
  const { store, transitions, told } = context;
  await add(context, 'a');
  const { generation } = await transitions.begin(await store.playback.read(streamId));
  await transitions.end(announcedAs(generation, 'a'), { error: new AppError('ingest-failed', 'x'), playedMs: 0 });
  assert.equal(told, ['a ingest-failed', 'a failed']);
  const [entry] = await store.playback.history(streamId, 1);
  assert.equal([entry?.outcome, entry?.reason], ['failed', 'ingest-failed']);
});

suite.run();
