import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import type { EventBody } from '../../storage/events.ts';
import { eventsBeginAt, makeLiveEvent, makeLiveStream } from '../../test/fixtures/live-events.ts';
import { makeItem } from '../../test/fixtures/queue-items.ts';
import { applyEvent } from './apply-event.ts';
import { type LiveStream, toLiveTrack } from './live-stream.ts';

const suite = describe('a stream after events');
const session = { sessionId: 'session' };
const started = (generation: number, name: string): EventBody => ({
  type: 'track.started',
  data: { ...session, generation, item: makeItem(name), isResumed: false },
});
const ended = (generation: number, name: string): EventBody => ({
  type: 'track.ended',
  data: { ...session, generation, item: makeItem(name), outcome: 'finished', playedMs: 1 },
});
const progress = (generation: number, positionMs: number, isPaused = false): EventBody => ({
  type: 'track.progress',
  data: { generation, positionMs, isPaused },
});
/** The stream after these events, a second apart. */
const after = (stream: LiveStream | null, ...events: readonly EventBody[]) =>
  events.reduce((it, body, i) => applyEvent(it, makeLiveEvent(body, i * 1_000)), stream);

suite('begins as it was read, and is gone with the end of its session', () => {
  const stream = makeLiveStream();
  const start: EventBody = { type: 'stream.started', data: { ...session, startedBy: 1 } };
  assert.is(applyEvent(null, { ...makeLiveEvent(start), stream }), stream);
  assert.is(applyEvent(null, makeLiveEvent(start)), null, 'what could not be read is not made up');
  const end = (sessionId: string): EventBody => ({
    type: 'stream.ended',
    data: { sessionId, endReason: 'manual', detail: null },
  });
  assert.is(after(stream, end('session')), null);
  assert.is(after(stream, end('an older one')), stream);
  assert.is(after(null, started(1, 'a')), null);
});

suite('plays a track, stands at a place in it, and waits after its end', () => {
  const playing = after(makeLiveStream(), started(2, 'a'), progress(2, 7_000));
  assert.is(playing?.track?.title, 'a');
  assert.not('source' in (playing?.track ?? {}), 'the source may hold secrets');
  assert.equal(playing?.position, { positionMs: 7_000, at: eventsBeginAt + 1_000 });
  assert.is(after(playing, progress(2, 8_000, true))?.pausedFor, 'wish');
  assert.is(after(playing, progress(2, 8_000, true), progress(2, 8_000))?.pausedFor, null);
  assert.is(after(playing, ended(2, 'a'))?.track, null);
});

suite('does not mind in which order the end of one and the start of the next are told', () => {
  const playing = after(makeLiveStream(), started(2, 'a'));
  assert.is(after(playing, started(3, 'b'), ended(2, 'a'))?.track?.title, 'b');
  assert.is(after(playing, ended(2, 'a'), started(3, 'b'))?.track?.title, 'b');
  assert.is(after(playing, started(3, 'b'), progress(2, 99_000))?.position.positionMs, 0);
});

suite('one that goes on keeps where it was until it tells', () => {
  const resumed = makeLiveStream({ generation: 4, position: { positionMs: 60_000, at: eventsBeginAt } });
  assert.is(after(resumed, started(4, 'a'))?.position.positionMs, 60_000);
});

suite('shows what live sound says it plays, until the next track', () => {
  const title: EventBody = { type: 'track.title', data: { generation: 2, title: 'Artist – Song' } };
  const live = after(makeLiveStream(), started(2, 'radio'), title);
  assert.is(live?.liveTitle, 'Artist – Song');
  assert.is(after(live, started(3, 'b'))?.liveTitle, null);
  assert.is(after(live, started(3, 'b'), title)?.liveTitle, null);
});

suite('is stalled until something plays', () => {
  const stalled = after(makeLiveStream(), started(2, 'a'), { type: 'stream.stalled', data: { failedInRow: 3 } });
  assert.equal([stalled?.isStalled, stalled?.track], [true, null]);
  assert.is(after(stalled, started(3, 'b'))?.isStalled, false);
});

suite('knows the call, and by what engine', () => {
  const state = after(makeLiveStream({ state: 'joining', engine: null }), {
    type: 'stream.state',
    data: { state: 'live', problem: null, engine: 'tgcalls' },
  });
  assert.equal([state?.state, state?.engine], ['live', 'tgcalls']);
});

suite('knows the queue: with the first three when they are told, never an older version', () => {
  const change = (version: number, length: number): EventBody => ({
    type: 'queue.changed',
    data: { version, length, change: 'add' },
  });
  const next = ['a', 'b'].map((name) => toLiveTrack(makeItem(name)));
  const stream = applyEvent(makeLiveStream(), { ...makeLiveEvent(change(4, 2)), next });
  assert.equal(stream?.queue, { version: 4, length: 2, next });
  assert.equal(after(stream, change(5, 1))?.queue, { version: 5, length: 1, next: next.slice(0, 1) });
  assert.is(after(stream, change(3, 9)), stream);
});

suite('counts listeners of its own session', () => {
  const heard = (count: number, sessionId?: string): EventBody => ({
    type: 'listeners.changed',
    data: { count, ...(sessionId !== undefined && { sessionId }) },
  });
  const stream = after(makeLiveStream(), heard(3), heard(4, 'session'), heard(9, 'an older one'));
  assert.is(stream?.listeners, 4);
  assert.equal(
    stream?.listenerHistory.map(({ count }) => count),
    [4],
  );
});

suite('moves to its new id', () => {
  assert.is(after(makeLiveStream(), { type: 'stream.migrated', data: { to: -1002 } })?.streamId, -1_002);
});

suite('what is not about its look changes nothing, nor does what a newer version tells', () => {
  const stream = makeLiveStream();
  assert.is(after(stream, { type: 'auto-end.warned', data: { ...session, endsAt: 1 } }), stream);
  assert.is(after(stream, { type: 'from.tomorrow', data: {} } as unknown as EventBody), stream);
});

suite.run();
