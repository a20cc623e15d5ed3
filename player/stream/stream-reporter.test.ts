import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { EfirEvent } from '../../storage/events.ts';
import type { QueueItem } from '../../storage/model.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { EgressError } from '../egress/egress-error.ts';
import { createStreamReporter, type StreamReporter } from './stream-reporter.ts';

interface Context {
  redis: TestRedis;
  store: RealtimeStore;
  report: StreamReporter;
  events: EfirEvent[];
  fence: number;
  stop: AbortController;
}

const suite = createSuite<Context>('stream reporter');
const streamId = -1;
const item: QueueItem = {
  itemId: 'i',
  track: { trackId: 't', title: 'T', performer: null, durationMs: null, source: { type: 'library', path: 't' } },
  addedBy: { id: 1, name: 'x' },
  addedAt: 0,
};
const announced = { sessionId: 's', generation: 1, item };

suite.before(async (context) => {
  context.redis = await startTestRedis();
});

suite.before.each(async (context) => {
  const log = pino({ level: 'silent' });
  const store = await openRealtimeStore({ url: context.redis.url, prefix: randomUUID(), log });
  const stop = new AbortController();
  const events: EfirEvent[] = [];
  void (async () => {
    for await (const event of store.events.follow({ sinceId: '0', signal: stop.signal })) events.push(event);
  })();
  await store.playback.start(streamId, { sessionId: 's', userId: 1 }, 'start');
  await store.queue.add(streamId, [item], 'end', 'add');
  const lease = await store.leases.acquire(streamId, 'me', 60_000);
  const fence = lease?.fence ?? 0;
  await store.playback.advance(streamId, { expectedGeneration: 0, outcome: 'finished', fence }, 'advance');
  Object.assign(context, { store, stop, events, fence, report: createStreamReporter(store, streamId) });
});

suite.after.each(async ({ store, stop }) => {
  stop.abort();
  await store.close();
});

suite.after(async ({ redis }) => {
  await redis.stop();
});

/** The data of all events of a type, once `count` of them have come. */
async function eventsOf({ events }: Context, type: EfirEvent['type'], count: number) {
  const data = () => events.filter((event) => event.type === type).map((event) => event.data);
  await waitFor(() => data().length >= count, { what: `${count} of ${type}` });
  return data();
}

suite('tells what becomes of a track', async (context) => {
  const { report } = context;
  await report.trackStarted(announced, true);
  await report.trackFailed(announced, new EgressError({ code: 'url-status', status: 404 }));
  await report.trackFailed(
    announced,
    new AppError('ingest-failed', 'x', { cause: new EgressError({ code: 'truncated' }) }),
  );
  await report.trackFailed(announced, new AppError('ingest-failed', 'x'));
  await report.trackEnded(announced, 'skipped', 1_234.56);
  assert.equal(await eventsOf(context, 'track.started', 1), [{ ...announced, isResumed: true }]);
  assert.equal(
    (await eventsOf(context, 'track.failed', 3)).map((data) => 'reason' in data && data.reason),
    ['url-status', 'truncated', 'ingest-failed'],
  );
  assert.equal(await eventsOf(context, 'track.ended', 1), [{ ...announced, outcome: 'skipped', playedMs: 1_235 }]);
});

suite('writes every position, and tells the surfaces of one a second', async (context) => {
  const { report, store, fence } = context;
  for (let positionMs = 0; positionMs < 2_000; positionMs += 500)
    await report.position({ fence, generation: 1, seekSerial: 0, positionMs, pausedFor: null });
  assert.is((await store.playback.read(streamId)).positionMs, 1_500);
  assert.equal(await eventsOf(context, 'track.progress', 1), [
    { generation: 1, positionMs: 0, isPaused: false, pausedFor: null },
  ]);
});

suite('tells of a pause though the position stands still, in the end', async (context) => {
  const { report, fence } = context;
  const position = { fence, generation: 1, seekSerial: 0, positionMs: 500 };
  await report.position({ ...position, pausedFor: null });
  const isTold = async () => {
    await report.position({ ...position, pausedFor: 'empty' });
    return context.events.some((event) => event.type === 'track.progress' && event.data.pausedFor === 'empty');
  };
  await waitFor(isTold, { what: 'the pause' });
});

suite('tells states when they change, and nothing twice', async (context) => {
  const { report, fence } = context;
  await report.state(fence, { state: 'joining', problem: null });
  await report.state(fence, { state: 'joining', problem: null });
  await report.state(fence, { state: 'live', problem: null });
  await report.state(fence, { state: 'live', problem: null, engine: 'native' });
  await report.state(fence, { state: 'live', problem: null, engine: 'tgcalls' });
  assert.equal(await eventsOf(context, 'stream.state', 4), [
    { state: 'joining', problem: null },
    { state: 'live', problem: null },
    { state: 'live', problem: null, engine: 'native' },
    { state: 'live', problem: null, engine: 'tgcalls' },
  ]);
});

suite('tells what live sound plays, and that nothing can be played', async (context) => {
  await context.report.trackTitle(7, 'Artist – Song');
  await context.report.stalled(3);
  assert.equal(await eventsOf(context, 'track.title', 1), [{ generation: 7, title: 'Artist – Song' }]);
  assert.equal(await eventsOf(context, 'stream.stalled', 1), [{ failedInRow: 3 }]);
});

suite('is refused when another player has the stream', async ({ report, store, fence }) => {
  await store.leases.release(streamId, 'me', fence);
  const newer = await store.leases.acquire(streamId, 'other', 60_000);
  await store.playback.reportPosition(streamId, { fence: newer?.fence ?? 0, generation: 1, positionMs: 9 });
  try {
    await report.position({ fence, generation: 1, seekSerial: 0, positionMs: 5, pausedFor: null });
    assert.unreachable('an older fence was taken');
  } catch (error) {
    assert.is(error instanceof AppError && error.code, 'lease-lost');
  }
});

suite.run();
