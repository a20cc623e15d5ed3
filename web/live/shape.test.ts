import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { toLiveTrack } from '../../metrics/snapshot/live-stream.ts';
import type { EventBody } from '../../storage/events.ts';
import { defaultSettings, type QueueItem, type Track } from '../../storage/model.ts';
import { eventsBeginAt, makeLiveEvent, makeLiveStream } from '../../test/fixtures/live-events.ts';
import { makeItem } from '../../test/fixtures/queue-items.ts';
import { createFrames } from './frames.ts';
import { topicNames } from './protocol.ts';
import { shapeEvent } from './shape-event.ts';
import { shapeFigures, shapeSnapshot } from './shape-stream.ts';
import type { View } from './view.ts';

const suite = describe('what each view sees');
const secret = 'https://example.com/a.mp3?key=secret';
const plain = makeItem('a');
const track: Track = { ...plain.track, source: { type: 'http', url: secret } };
const item: QueueItem = { ...plain, track };
const session = { sessionId: 's' };
const ofTrack = { ...session, generation: 1, item };

/** One of each kind, with all that some view must not see. */
const bodies: readonly EventBody[] = [
  { type: 'stream.started', data: { ...session, startedBy: 424_242 } },
  { type: 'stream.ended', data: { ...session, endReason: 'error', detail: 'assistant-kicked' } },
  { type: 'stream.state', data: { state: 'blocked', problem: 'assistant-banned', engine: 'native' } },
  { type: 'stream.stalled', data: { failedInRow: 3 } },
  { type: 'stream.migrated', data: { to: -2 } },
  { type: 'track.started', data: { ...ofTrack, isResumed: false } },
  { type: 'track.ended', data: { ...ofTrack, outcome: 'finished', playedMs: 1 } },
  { type: 'track.failed', data: { ...ofTrack, reason: 'unreadable' } },
  { type: 'track.progress', data: { generation: 1, positionMs: 1, isPaused: false } },
  { type: 'track.title', data: { generation: 1, title: 't' } },
  { type: 'queue.changed', data: { version: 1, length: 1, change: 'add' } },
  { type: 'listeners.changed', data: { count: 1 } },
  {
    type: 'settings.changed',
    data: { before: defaultSettings, after: { ...defaultSettings, placeholder: track }, changedBy: 424_242 },
  },
  { type: 'auto-end.warned', data: { ...session, endsAt: 1 } },
  { type: 'auto-end.kept', data: { ...session, endsAt: 1, keptBy: 424_242 } },
  {
    type: 'audit',
    data: { auditId: 1, adminId: 424_242, adminName: '@boss', action: 'user.block', target: 'user:9', origin: 'panel' },
  },
];
const stream = makeLiveStream({
  track: toLiveTrack(item),
  problem: 'assistant-banned',
  queue: { version: 1, length: 1, next: [toLiveTrack(item)] },
  listeners: 4,
  errorsCount: 2,
});
const live = (body: EventBody) => ({ ...makeLiveEvent(body), stream, next: [toLiveTrack(item)] });
const shown = (view: View) => bodies.map((body) => shapeEvent(live(body), view)).filter((it) => it !== null);

suite('every event of the log has a shape', () => {
  assert.equal([...bodies.map(({ type }) => type as string), 'metrics'].sort(), [...topicNames].sort());
});

suite('the public sees neither who, nor errors', () => {
  const text = JSON.stringify([
    shown('public'),
    shapeSnapshot({ seq: 1, at: 1, isFresh: true, streams: [stream] }, 'public', () => true),
    shapeFigures({ seq: 1, at: 1, isFresh: true, streams: [stream] }, 'public'),
  ]);
  for (const hidden of ['addedBy', '@olga', '424242', 'assistant-', 'unreadable', 'errorsCount', 'isStalled', 'failed'])
    assert.not.match(text, hidden);
  assert.match(text, '"listenersCount":4');
});

suite('the staff sees both, but not the audit; administrators see it too', () => {
  const [staff, admin] = [JSON.stringify(shown('staff')), JSON.stringify(shown('admin'))];
  for (const seen of ['@olga', '424242', 'assistant-kicked', 'unreadable']) assert.match(staff, seen);
  assert.not.match(staff, 'user.block');
  assert.match(admin, 'user.block');
});

suite('nobody sees where a track comes from', () => {
  for (const view of ['public', 'staff', 'admin'] as const) assert.not.match(JSON.stringify(shown(view)), 'secret');
});

suite('an event is its number, type, stream, time and data', () => {
  const [, , , , moved] = bodies;
  assert.ok(moved !== undefined);
  const event = live(moved);
  assert.equal(shapeEvent(event, 'public'), {
    seq: event.seq,
    type: 'stream.migrated',
    streamId: -1_001,
    at: eventsBeginAt,
    data: { to: -2 },
  });
  const audit = shapeEvent(live(bodies.at(-1) ?? moved), 'admin');
  assert.is((audit as { streamId: unknown }).streamId, null, 'about no stream');
});

suite('figures are sums and StreamMetrics', () => {
  const at = eventsBeginAt + 90_400;
  const streams = [stream, makeLiveStream({ streamId: -2, tracksPlayed: 3 })];
  assert.equal(shapeFigures({ seq: 1, at, isFresh: true, streams }, 'staff'), {
    isFresh: true,
    totals: { streamsCount: 2, listenersCount: 4, tracksPlayed: 3, errorsCount: 2 },
    streams: [
      { streamId: -1_001, listenersCount: 4, uptime: 90, tracksPlayed: 0, errorsCount: 2 },
      { streamId: -2, listenersCount: null, uptime: 90, tracksPlayed: 3, errorsCount: 0 },
    ],
  });
});

suite('bytes are made once for all who see the same', () => {
  const frames = createFrames();
  const [start] = bodies;
  assert.ok(start !== undefined);
  const event = live(start);
  assert.is(frames.event(event, 'staff'), frames.event(event, 'admin'));
  assert.is.not(frames.event(event, 'staff'), frames.event(event, 'public'));
  const snapshot = { seq: 1, at: 5_000, isFresh: true, streams: [stream] };
  const first = frames.snapshot(snapshot, 'staff', 'a');
  assert.is(frames.snapshot({ ...snapshot, at: 5_900 }, 'staff', 'a'), first);
  assert.is.not(frames.snapshot({ ...snapshot, at: 6_100 }, 'staff', 'a'), first, 'uptimes grow old');
  assert.is.not(frames.snapshot({ ...snapshot, seq: 2 }, 'staff', 'a'), first);
});

suite.run();
