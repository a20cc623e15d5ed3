import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeLiveEvent } from '../../test/fixtures/live-events.ts';
import { createKeptEvents } from './kept-events.ts';
import type { LiveEvent } from './live-event.ts';

const suite = describe('the events that are kept');
const listeners = (afterMs: number) => makeLiveEvent({ type: 'listeners.changed', data: { count: afterMs } }, afterMs);
const progress = (afterMs: number, streamId?: number) =>
  makeLiveEvent(
    { type: 'track.progress', data: { generation: 1, positionMs: afterMs, isPaused: false } },
    afterMs,
    streamId,
  );
const numbers = (events: readonly LiveEvent[] | null) => events?.map(({ seq }) => seq) ?? null;

suite('what came after a number comes in order, and nothing after the last', () => {
  const kept = createKeptEvents();
  const events = [1, 2, 3].map(listeners);
  for (const event of events) kept.add(event);
  assert.is(kept.head, events[2]?.seq);
  assert.equal(kept.after(events[0]?.seq ?? 0), events.slice(1));
  assert.equal(kept.after(kept.head), []);
  assert.equal(kept.after(kept.head + 5), [], 'who comes from a process that is ahead has missed nothing');
});

suite('what is too old is told apart from what is not', () => {
  const kept = createKeptEvents(2);
  const [one, two, three] = [1, 2, 3].map(listeners) as [LiveEvent, LiveEvent, LiveEvent];
  kept.reset(one.seq - 1);
  assert.is(kept.after(one.seq - 2), null);
  for (const event of [one, two, three]) kept.add(event);
  assert.is(kept.after(one.seq - 1), null, 'the first was let go');
  assert.equal(numbers(kept.after(one.seq)), [two.seq, three.seq]);
});

suite('of positions only the latest of each stream is kept', () => {
  const kept = createKeptEvents();
  const other = progress(2, -5);
  const last = progress(4);
  for (const event of [progress(1), other, progress(3), listeners(3.5), last]) kept.add(event);
  const types = kept.after(0)?.map(({ event }) => event.type);
  assert.equal(types, ['track.progress', 'listeners.changed', 'track.progress']);
  assert.equal(numbers(kept.after(other.seq))?.at(-1), last.seq);
});

suite('an event may get what goes with it later, in its place; one that is gone stays gone', () => {
  const kept = createKeptEvents();
  const [one, two] = [1, 2].map(listeners) as [LiveEvent, LiveEvent];
  for (const event of [one, two]) kept.add(event);
  kept.replace({ ...one, next: [] });
  kept.replace({ ...listeners(9), next: [] });
  assert.equal(kept.after(0), [{ ...one, next: [] }, two]);
});

suite.run();
