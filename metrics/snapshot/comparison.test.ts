import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeLiveStream } from '../../test/fixtures/live-events.ts';
import { makeItem } from '../../test/fixtures/queue-items.ts';
import { createComparison } from './comparison.ts';
import { differs } from './differs.ts';
import { type LiveStream, toLiveTrack } from './live-stream.ts';

const suite = describe('comparing what events told with Redis');
const mapOf = (...streams: readonly LiveStream[]) => new Map(streams.map((it) => [it.streamId, it]));
const stream = makeLiveStream();

suite('what changes by itself is no difference', () => {
  const later = { position: { positionMs: 9, at: 9 }, tracksPlayed: 3, listenerHistory: [{ at: 1, count: 1 }] };
  assert.not(differs(stream, { ...stream, ...later }));
});

suite('what people see is', () => {
  const track = toLiveTrack(makeItem('a'));
  const changes: readonly Partial<LiveStream>[] = [
    { state: 'blocked' },
    { engine: 'tgcalls' },
    { track },
    { listeners: 1 },
    { queue: { version: 1, length: 0, next: [] } },
    { pausedFor: 'wish' },
    { sessionId: 'next' },
  ];
  for (const change of changes) assert.ok(differs(stream, { ...stream, ...change }), JSON.stringify(change));
});

suite('a pause by the player itself, and the track that waits in a stalled stream, are not known to Redis', () => {
  assert.not(differs({ ...stream, pausedFor: 'muted' }, stream));
  assert.ok(differs({ ...stream, pausedFor: 'wish' }, stream));
  assert.not(differs({ ...stream, isStalled: true }, { ...stream, track: toLiveTrack(makeItem('a')) }));
});

suite('a difference counts when it is seen twice: once may be an event on its way', () => {
  const comparison = createComparison();
  const [known, read] = [mapOf(stream), mapOf({ ...stream, listeners: 5 })];
  assert.equal(comparison.findWrong(known, read), []);
  assert.ok(comparison.isInDoubt);
  assert.equal(comparison.findWrong(known, mapOf({ ...stream, listeners: 6 })), [], 'another one');
  assert.equal(comparison.findWrong(known, mapOf({ ...stream, listeners: 6 })), [stream.streamId]);
  assert.not(comparison.isInDoubt);
});

suite('a stream too many or too few is one, too; none is none', () => {
  for (const [known, read] of [
    [mapOf(stream), mapOf()],
    [mapOf(), mapOf(stream)],
  ] as const) {
    const comparison = createComparison();
    comparison.findWrong(known, read);
    assert.equal(comparison.findWrong(known, read), [stream.streamId]);
    assert.equal(comparison.findWrong(read, read), []);
  }
});

suite.run();
