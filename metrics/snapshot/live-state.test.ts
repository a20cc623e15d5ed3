import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { seqOf } from '../../storage/event-seq.ts';
import { type LiveStage, openLiveStage } from '../../test/fixtures/live-stage.ts';
import { makeItems } from '../../test/fixtures/queue-items.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { LiveEvent } from './live-event.ts';
import { type LiveState, startLiveState } from './live-state.ts';

const suite = describe('the live state');
const log = pino({ level: 'silent' });
let stage: LiveStage;
let streamId = -1_000;
const running: LiveState[] = [];

suite.before(async () => {
  stage = await openLiveStage();
});
suite.before.each(() => {
  streamId -= 1;
});
suite.after.each(async () => {
  for (const state of running.splice(0)) await state.close();
});
suite.after(() => stage.close());

async function start(): Promise<{ readonly state: LiveState; readonly seen: LiveEvent[]; readonly resets: number[] }> {
  const state = startLiveState({ store: stage.store, records: stage.records, log, tickMs: 50 });
  running.push(state);
  const seen: LiveEvent[] = [];
  const resets: number[] = [];
  state.subscribe({ onEvent: (it) => seen.push(it), onReset: () => resets.push(1), onTick: () => undefined });
  await state.ready;
  return { state, seen, resets };
}

const find = (state: LiveState, id = streamId) => state.snapshot().streams.find((it) => it.streamId === id);

/** A stream that plays the first of its items. */
async function play(names: readonly string[]): Promise<void> {
  const { store, records } = stage;
  const sessionId = `session${streamId}`;
  await records.streams.seen({ id: streamId, type: 'supergroup', title: 'Jazz', username: null }, 1);
  await store.queue.add(streamId, makeItems(names), 'end', `add${streamId}`);
  await store.playback.start(streamId, { sessionId, userId: 7 }, `start${streamId}`);
  const step = { expectedGeneration: 0, outcome: 'finished', fence: null } as const;
  const { playback } = await store.playback.advance(streamId, step, `take${streamId}`);
  const { generation, current: item } = playback;
  if (item === null) return;
  await store.events.publish(streamId, {
    type: 'track.started',
    data: { sessionId, generation, item, isResumed: false },
  });
}

suite('follows a stream from its start to its end', async () => {
  const { state, seen } = await start();
  await play(['a', 'b', 'c', 'd', 'e']);
  const stream = await waitFor(() => find(state)?.track && find(state), { what: 'the track' });
  assert.is(stream.title, 'Jazz');
  assert.is(stream.track?.title, 'a');
  assert.equal(
    stream.queue.next.map(({ title }) => title),
    ['b', 'c', 'd'],
  );
  assert.is(stream.queue.length, 4);
  await stage.store.playback.stop(streamId, { endReason: 'manual', detail: null }, `stop${streamId}`);
  await waitFor(() => find(state) === undefined, { what: 'the end' });
  const own = seen.filter(({ event }) => event.streamId === streamId);
  assert.equal(
    own.map(({ event }) => event.type),
    ['queue.changed', 'stream.started', 'queue.changed', 'track.started', 'stream.ended'],
  );
  assert.ok(own.every(({ seq, event }) => seq === seqOf(event.id)));
  assert.is(state.snapshot().seq, own.at(-1)?.seq);
});

suite('a process that starts later knows the same, and the last minutes from the log', async () => {
  const first = (await start()).state;
  await play(['a', 'b']);
  const { store } = stage;
  const sessionId = `session${streamId}`;
  const beginning = await waitFor(() => find(first)?.track && first.snapshot().seq, { what: 'the track' });
  await store.audience.report(streamId, { count: 3, userIds: null, sessionId, fence: null });
  await store.playback.reportState(streamId, { fence: 1, state: 'live', problem: null, engine: 'native' });
  await store.events.publish(streamId, { type: 'track.title', data: { generation: 1, title: 'Artist – Song' } });
  const paused = { generation: 1, positionMs: 5, isPaused: true, pausedFor: 'muted' } as const;
  await store.events.publish(streamId, { type: 'track.progress', data: paused });
  await waitFor(() => find(first)?.pausedFor === 'muted', { what: 'all of it' });
  const second = (await start()).state;
  const [a, b] = [find(first), find(second)];
  assert.ok(a !== undefined && b !== undefined);
  const facts = ({ position: _, listenerHistory, ...rest }: typeof a) => ({
    ...rest,
    counts: listenerHistory.map(({ count }) => count).filter((count, i, all) => count !== all[i - 1]),
  });
  assert.equal(facts(b), facts(a));
  assert.is(b.liveTitle, 'Artist – Song');
  const numbers = (state: LiveState) => state.eventsAfter(beginning)?.map(({ seq }) => seq);
  assert.equal(numbers(second), numbers(first), 'both know the same events by the same numbers');
});

suite('what was never told is found in Redis, and those who watch are told to begin anew', async () => {
  const { state, resets } = await start();
  await play(['a']);
  await waitFor(() => find(state)?.track, { what: 'the track' });
  const raw = new Redis({ path: stage.redis.socketPath, protocol: 2 });
  await raw.hset(`live:{${streamId}}:state`, 'state', 'blocked', 'problem', 'assistant-banned');
  raw.disconnect();
  await waitFor(() => find(state)?.problem === 'assistant-banned', { what: 'the comparison' });
  assert.is(resets.length, 1);
  await sleep(600);
  assert.is(resets.length, 1, 'once');
});

suite('survives an outage of Redis, and says that what it shows is old', async () => {
  const { state } = await start();
  await play(['a']);
  await waitFor(() => find(state)?.track, { what: 'the track' });
  await stage.redis.kill();
  await waitFor(() => !state.snapshot().isFresh, { what: 'the outage to be seen' });
  assert.is(find(state)?.track?.title, 'a');
  await stage.redis.restart();
  await waitFor(() => state.snapshot().isFresh, { what: 'the return' });
  await stage.store.playback.stop(streamId, { endReason: 'manual', detail: null }, `stop${streamId}`);
  await waitFor(() => find(state) === undefined, { what: 'the end' });
});

suite('counts what was played, a moment after the recorder has written it', async () => {
  const { state } = await start();
  await play(['a']);
  const item = makeItems(['a'])[0]!;
  await stage.records.plays.record({ streamId, sessionId: `session${streamId}`, generation: 1, item }, Date.now());
  await waitFor(() => find(state)?.tracksPlayed === 1, { what: 'the figures' });
  assert.is(find(state)?.errorsCount, 0);
});

suite('a group that becomes a supergroup keeps its stream', async () => {
  const { state } = await start();
  await play(['a']);
  await waitFor(() => find(state)?.track, { what: 'the track' });
  const to = streamId - 500_000;
  await stage.store.migrate(streamId, to);
  await waitFor(() => find(state, to), { what: 'the new id' });
  assert.is(find(state), undefined);
  await stage.store.playback.stop(to, { endReason: 'manual', detail: null }, 'stop');
});

suite('closed before it began, it says so to who waits', async () => {
  const state = startLiveState({ store: stage.store, records: stage.records, log });
  const closing = state.close();
  assert.instance(await state.ready.catch((error: unknown) => error), Error);
  await closing;
});

suite.run();
