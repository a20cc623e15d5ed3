import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirEvent } from '../../storage/events.ts';
import type { StreamSettings } from '../../storage/model.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { Alarms, RealtimeStore } from '../../storage/store.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { setListeners } from '../../test/fixtures/set-listeners.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { AutoEndDefault } from './auto-end.ts';
import { type EndingOfEmptyStreams, startEndingEmptyStreams } from './end-empty-streams.ts';

interface Context {
  redis: TestRedis;
  store: RealtimeStore;
  events: EfirEvent[];
  /** Who is in the call; null: no player can tell. */
  present: { count: number | null };
  stop: AbortController;
  running: EndingOfEmptyStreams[];
}

const suite = createSuite<Context>('ending empty streams');
const log = pino({ level: 'silent' });
const streamId = -1;
const minute = 60_000;
/** 600 ms: the warning after 300. */
const short = 0.01;

suite.before(async (context) => {
  context.redis = await startTestRedis();
});
suite.before.each(async (context) => {
  const store = await openRealtimeStore({ url: context.redis.url, prefix: randomUUID(), log });
  const stop = new AbortController();
  const events: EfirEvent[] = [];
  const present = { count: 0 as number | null };
  void (async () => {
    for await (const event of store.events.follow({ sinceId: '0', signal: stop.signal })) events.push(event);
  })();
  // A player, as far as recounts go.
  void (async () => {
    for await (const command of store.commands.follow(stop.signal)) {
      if (command.type !== 'recount' || present.count === null) continue;
      const { sessionId, recountId } = command;
      const report = { sessionId, recountId, fence: null, count: present.count, userIds: null };
      await store.audience.report(command.streamId, report);
    }
  })();
  Object.assign(context, { store, stop, events, present, running: [] });
});
suite.after.each(async ({ store, stop, running }) => {
  await Promise.all(running.map((one) => one.close()));
  stop.abort();
  await store.close();
});
suite.after(({ redis }) => redis.stop());

/** A process that ends empty streams. */
function start({ store, running }: Context, installation: AutoEndDefault): EndingOfEmptyStreams {
  const ending = startEndingEmptyStreams({ store, installation, log });
  running.push(ending);
  return ending;
}

/** Somebody joins or leaves; the player reports it. */
async function listen({ store, present }: Context, count: number): Promise<void> {
  present.count = count;
  await setListeners(store, streamId, { count, userIds: null });
}

const turnOn = ({ store }: Context) =>
  store.playback.start(streamId, { sessionId: randomUUID(), userId: 1 }, randomUUID());
const isOn = async ({ store }: Context) => (await store.playback.read(streamId)).isOn;
const set = ({ store }: Context, patch: Partial<StreamSettings>) =>
  store.settings.change(streamId, { patch, userId: 1 }, randomUUID());
const ended = (context: Context) => waitFor(async () => !(await isOn(context)), { what: 'the end', timeoutMs: 20_000 });
const typesOf = ({ events }: Context) =>
  events.map(({ type }) => type).filter((type) => type === 'stream.ended' || type.startsWith('auto-end'));

suite('the last listener leaves: the chat is warned once, and the stream ends', async (context) => {
  start(context, short);
  start(context, short);
  await turnOn(context);
  await listen(context, 1);
  await listen(context, 0);
  await ended(context);
  await waitFor(() => typesOf(context).includes('stream.ended'), { what: 'the event' });
  assert.equal(typesOf(context), ['auto-end.warned', 'stream.ended']);
  const [warning, end] = context.events.filter(({ type }) => type === 'auto-end.warned' || type === 'stream.ended');
  assert.ok(warning?.type === 'auto-end.warned' && end !== undefined && end.at >= warning.data.endsAt);
});

suite('a listener comes: it goes on, and the time counts anew when they leave', async (context) => {
  start(context, short);
  await turnOn(context);
  await listen(context, 0);
  const first = (await context.store.audience.read(streamId))?.emptySince ?? 0;
  await sleep(100);
  await listen(context, 1);
  await sleep(900);
  assert.is(await isOn(context), true);
  await listen(context, 0);
  const second = (await context.store.audience.read(streamId))?.emptySince ?? 0;
  assert.ok(second > first);
  await ended(context);
  await waitFor(() => context.events.at(-1)?.type === 'stream.ended', { what: 'the event' });
  assert.ok((context.events.at(-1)?.at ?? 0) >= second + short * minute);
});

suite('off: it goes on for ever; switched on, it ends', async (context) => {
  start(context, short);
  await turnOn(context);
  await set(context, { isAutoEndOn: false });
  await listen(context, 0);
  await sleep(1_000);
  assert.is(await isOn(context), true);
  await set(context, { isAutoEndOn: null });
  await ended(context);
});

suite('somebody came, and no update told of it: the recount finds them', async (context) => {
  start(context, short);
  await turnOn(context);
  await listen(context, 0);
  context.present.count = 1;
  await waitFor(async () => (await context.store.audience.read(streamId))?.count === 1, { what: 'the recount' });
  await sleep(200);
  assert.is(await isOn(context), true);
});

suite('while no player can count, nothing ends; as soon as one can, it does', async (context) => {
  start(context, short);
  await turnOn(context);
  await listen(context, 0);
  context.present.count = null;
  await sleep(1_500);
  assert.is(await isOn(context), true);
  context.present.count = 0;
  await ended(context);
});

suite('nobody was there when it became empty: the next process ends it in time, or at once', async (context) => {
  await turnOn(context);
  await listen(context, 0);
  const closed = start(context, short);
  await closed.close();
  await sleep(700);
  assert.is(await isOn(context), true);
  start(context, short);
  await ended(context);
});

suite('Redis is killed in between: it ends all the same', async (context) => {
  start(context, 0.03);
  await turnOn(context);
  await listen(context, 0);
  await sleep(200);
  await context.redis.kill();
  await context.redis.restart();
  await ended(context);
});

suite('by the clock: ten minutes are ten minutes, and the warning is a minute before', async (context) => {
  const { store } = context;
  let now = 0;
  let ring: Parameters<Alarms['serve']>[0] = () => Promise.resolve(null);
  const set: Record<string, number> = {};
  const alarms: Alarms = {
    set: async (_, kind, dueAt) => {
      set[kind] = dueAt;
    },
    clear: async () => undefined,
    serve: (handle) => {
      ring = handle;
      return { close: async () => undefined };
    },
  };
  await turnOn(context);
  await listen(context, 0);
  const emptySince = (await store.audience.read(streamId))?.emptySince ?? 0;
  const ending = startEndingEmptyStreams({ store: { ...store, alarms }, installation: 10, log, now: () => now });
  context.running.push(ending);
  await waitFor(() => set['auto-end-warning'], { what: 'the alarms' });
  assert.equal(set, { 'auto-end': emptySince + 10 * minute, 'auto-end-warning': emptySince + 9 * minute });
  now = emptySince + 9 * minute - 1;
  assert.is(await ring(streamId, 'auto-end-warning'), emptySince + 9 * minute);
  now += 1;
  assert.is(await ring(streamId, 'auto-end-warning'), null);
  assert.is((await store.audience.read(streamId))?.isWarned, true);
  now = emptySince + 10 * minute - 1;
  assert.is(await ring(streamId, 'auto-end'), emptySince + 10 * minute);
  assert.is(await isOn(context), true);
  now += 1;
  assert.is(await ring(streamId, 'auto-end'), null);
  assert.is(await isOn(context), false);
});

suite.run();
