import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamId } from '../../storage/model.ts';
import { makeItem, makeItems, namesOf } from '../fixtures/queue-items.ts';
import { rejection } from '../fixtures/rejection.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Start, stop, advance, pause, seek, reports. */
export function testPlaybackStore(test: Test, { store, other, stream }: StoreUnderTest): void {
  const by = { sessionId: 'session-1', userId: 7 };
  const end = { endReason: 'manual', detail: null } as const;
  const finished = (expectedGeneration: number, fence: number | null = null) =>
    ({ expectedGeneration, outcome: 'finished', fence }) as const;
  async function playing(): Promise<StreamId> {
    const id = stream();
    await store().queue.add(id, makeItems(['a', 'b', 'c']), 'end', 'fill');
    await store().playback.start(id, by, 'start');
    await store().playback.advance(id, finished(0), 'first');
    return id;
  }

  test('playback: a stream that nobody used is off', async () => {
    const id = stream();
    assert.equal(await store().playback.read(id), {
      streamId: id,
      isOn: false,
      sessionId: null,
      isPaused: false,
      generation: 0,
      current: null,
      positionMs: 0,
      seekSerial: 0,
      startedAt: null,
      endedOutcome: null,
    });
    assert.equal(await store().playback.readState(id), { state: 'off', problem: null });
    assert.not(new Set(await store().playback.listOn()).has(id));
  });

  test('playback: a start begins a session; a second changes nothing', async () => {
    const id = stream();
    const before = Date.now();
    const started = await store().playback.start(id, by, 'one');
    assert.is(started.isNew, true);
    assert.is(started.playback.isOn, true);
    assert.is(started.playback.sessionId, 'session-1');
    const { startedAt } = started.playback;
    assert.ok(startedAt !== null && startedAt >= before - 1_000 && startedAt <= Date.now() + 1_000);
    const again = await store().playback.start(id, { sessionId: 'session-2', userId: 8 }, 'two');
    assert.equal(again, { isNew: false, playback: started.playback });
    assert.ok(new Set(await store().playback.listOn()).has(id));
  });

  test('playback: a repeated start does not turn on what was stopped since', async () => {
    const id = stream();
    const started = await store().playback.start(id, by, 'one');
    await store().playback.stop(id, end, 'stop');
    assert.equal(await store().playback.start(id, by, 'one'), started);
    assert.is((await store().playback.read(id)).isOn, false);
  });

  test('playback: a stop keeps item, position and queue; only one stops', async () => {
    const id = await playing();
    await store().playback.reportPosition(id, { fence: 1, generation: 1, positionMs: 61_500 });
    await store().playback.setPaused(id, true, 'pause');
    const [one, two] = await Promise.all([
      store().playback.stop(id, end, 'one'),
      other().playback.stop(id, end, 'two'),
    ]);
    assert.is([one, two].filter((playback) => playback === null).length, 1);
    const stopped = one ?? two;
    assert.is(stopped?.isOn, false);
    assert.is(stopped?.isPaused, false);
    assert.is(stopped?.sessionId, null);
    assert.is(stopped?.startedAt, null);
    assert.is(stopped?.positionMs, 61_500);
    assert.equal(stopped?.current, makeItem('a'));
    assert.equal(namesOf((await store().queue.read(id)).items), ['b', 'c']);
    assert.not(new Set(await store().playback.listOn()).has(id));
    assert.is((await store().playback.start(id, { ...by, sessionId: 'next' }, 'again')).playback.positionMs, 61_500);
  });

  test('playback: advance takes the head, one generation at a time, until nothing is left', async () => {
    const id = await playing();
    assert.equal((await store().playback.read(id)).current, makeItem('a'));
    const second = await store().playback.advance(id, { ...finished(1), outcome: 'skipped' }, 'skip');
    assert.ok(second.type === 'advanced');
    assert.equal(second.ended, makeItem('a'));
    assert.equal(second.playback.current, makeItem('b'));
    assert.is(second.playback.generation, 2);
    assert.is(second.playback.endedOutcome, 'skipped');
    await store().playback.advance(id, finished(2), 'x');
    const last = await store().playback.advance(id, finished(3), 'y');
    assert.ok(last.type === 'advanced');
    assert.equal(last.ended, makeItem('c'));
    assert.is(last.playback.current, null);
    assert.is(last.playback.generation, 4);
    const idle = await store().playback.advance(id, finished(4), 'z');
    assert.ok(idle.type === 'advanced');
    assert.is(idle.ended, null);
    assert.is(idle.playback.generation, 4, 'nothing changed, so neither does the generation');
  });

  test('playback: the end of a track and a skip at the same moment advance once', async () => {
    const id = await playing();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? store() : other()).playback.advance(id, finished(1), `by ${index}`),
      ),
    );
    assert.is(results.filter(({ type }) => type === 'advanced').length, 1);
    for (const { playback } of results) assert.equal(playback.current, makeItem('b'));
    assert.equal(namesOf((await store().queue.read(id)).items), ['c']);
  });

  test('playback: a stale or future generation changes nothing', async () => {
    const id = await playing();
    for (const generation of [0, 2, 99, -1, Number.NaN]) {
      const result = await store().playback.advance(id, finished(generation), `g${generation}`);
      assert.is(result.type, 'stale');
      assert.is(result.playback.generation, 1);
    }
    assert.equal(namesOf((await store().queue.read(id)).items), ['b', 'c']);
  });

  test('playback: a repeated advance gives the first result', async () => {
    const id = await playing();
    const first = await store().playback.advance(id, finished(1), 'same');
    await store().playback.advance(id, finished(2), 'next');
    assert.equal(await store().playback.advance(id, finished(1), 'same'), first);
    assert.is((await store().playback.read(id)).generation, 3);
  });

  test('playback: an advance resets the position', async () => {
    const id = await playing();
    await store().playback.reportPosition(id, { fence: 1, generation: 1, positionMs: 5_000 });
    assert.is((await store().playback.read(id)).positionMs, 5_000);
    await store().playback.advance(id, finished(1), 'next');
    assert.is((await store().playback.read(id)).positionMs, 0);
    await store().playback.reportPosition(id, { fence: 1, generation: 1, positionMs: 6_000 });
    assert.is((await store().playback.read(id)).positionMs, 0, 'a report on the item before is ignored');
  });

  test('playback: pausing is idempotent, and a late repetition does not undo', async () => {
    const id = await playing();
    assert.is((await store().playback.setPaused(id, true, 'pause')).isPaused, true);
    assert.is((await store().playback.setPaused(id, false, 'resume')).isPaused, false);
    assert.is((await store().playback.setPaused(id, true, 'pause')).isPaused, true, 'the first result');
    assert.is((await store().playback.read(id)).isPaused, false, 'but no change');
  });

  test('playback: a seek sets the position, and crossing reports do not undo it', async () => {
    const id = await playing();
    const sought = await store().playback.seek(id, { positionMs: 90_000.4, expectedGeneration: 1 }, 'seek');
    assert.is(sought.type, 'sought');
    assert.is(sought.playback.positionMs, 90_000);
    assert.is(sought.playback.seekSerial, 1);
    await store().playback.reportPosition(id, { fence: 1, generation: 1, positionMs: 3_000, seekSerial: 0 });
    assert.is((await store().playback.read(id)).positionMs, 90_000);
    await store().playback.reportPosition(id, { fence: 1, generation: 1, positionMs: 90_500, seekSerial: 1 });
    assert.is((await store().playback.read(id)).positionMs, 90_500);
    await store().playback.seek(id, { positionMs: 90_000, expectedGeneration: 1 }, 'seek');
    assert.is((await store().playback.read(id)).seekSerial, 1, 'repeated');
    const before = await store().playback.seek(id, { positionMs: -5_000, expectedGeneration: 1 }, 'back');
    assert.is(before.playback.positionMs, 0);
  });

  test('playback: nothing to seek in', async () => {
    const id = await playing();
    assert.is((await store().playback.seek(id, { positionMs: 1, expectedGeneration: 0 }, 'old')).type, 'stale');
    const idle = stream();
    assert.is((await store().playback.seek(idle, { positionMs: 1, expectedGeneration: 0 }, 'none')).type, 'stale');
    assert.is((await store().playback.read(idle)).seekSerial, 0);
  });

  test('playback: an owner whose lease was taken over can write nothing', async () => {
    const id = await playing();
    const old = await store().leases.acquire(id, 'one', 60_000);
    assert.ok(old);
    await store().playback.reportPosition(id, { ...old, generation: 1, positionMs: 1_000 });
    await store().leases.release(id, 'one', old.fence);
    const next = await other().leases.acquire(id, 'two', 60_000);
    assert.ok(next);
    const attempts = [
      () => store().playback.reportPosition(id, { ...old, generation: 1, positionMs: 9_000 }),
      () => store().playback.reportState(id, { ...old, state: 'live', problem: null }),
      () => store().playback.advance(id, finished(1, old.fence), 'old owner'),
    ];
    for (const attempt of attempts) assert.is((await rejection(attempt())).code, 'lease-lost');
    const { generation, positionMs } = await store().playback.read(id);
    assert.equal({ generation, positionMs }, { generation: 1, positionMs: 1_000 });
    assert.is((await other().playback.advance(id, finished(1, next.fence), 'new owner')).type, 'advanced');
  });

  test('playback: the state is what was last reported', async () => {
    const id = stream();
    await store().playback.reportState(id, { fence: 1, state: 'blocked', problem: 'assistant-missing' });
    assert.equal(await other().playback.readState(id), { state: 'blocked', problem: 'assistant-missing' });
    await store().playback.reportState(id, { fence: 1, state: 'live', problem: null });
    assert.equal(await other().playback.readState(id), { state: 'live', problem: null });
    await store().playback.reportState(id, { fence: 1, state: 'live', problem: null, engine: 'native' });
    assert.equal(await other().playback.readState(id), { state: 'live', problem: null, engine: 'native' });
    await store().playback.reportState(id, { fence: 1, state: 'off', problem: null });
    assert.equal(await other().playback.readState(id), { state: 'off', problem: null });
  });
}
