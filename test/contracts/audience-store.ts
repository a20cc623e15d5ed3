import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamId } from '../../storage/model.ts';
import { rejection } from '../fixtures/rejection.ts';
import { collectEvents } from '../fixtures/stored-events.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Who listens, and the end of an empty session. */
export function testAudienceStore(test: Test, { store, other, stream }: StoreUnderTest): void {
  const report = (streamId: StreamId, count: number, more: { sessionId?: string; fence?: number | null } = {}) =>
    store().audience.report(streamId, { sessionId: 's', fence: null, count, userIds: null, ...more });

  /** A stream whose session `s` runs. */
  async function started(): Promise<StreamId> {
    const streamId = stream();
    await store().playback.start(streamId, { sessionId: 's', userId: 1 }, 'start');
    return streamId;
  }

  /** A stream whose session `s` runs and has no listeners. */
  async function emptied() {
    const streamId = await started();
    await report(streamId, 0);
    const audience = await store().audience.read(streamId);
    assert.ok(audience);
    return { streamId, audience };
  }

  test('audience: nothing is known before the first report, nor of a stream that is off', async () => {
    const streamId = stream();
    await report(streamId, 5);
    assert.is(await store().audience.read(streamId), null);
    await store().playback.start(streamId, { sessionId: 's', userId: 1 }, 'start');
    assert.is(await store().audience.read(streamId), null);
    await report(streamId, 5, { sessionId: 'another' });
    assert.is(await store().audience.read(streamId), null);
    await report(streamId, 5);
    await store().playback.stop(streamId, { endReason: 'manual', detail: null }, 'stop');
    assert.is(await store().audience.read(streamId), null);
    await store().playback.start(streamId, { sessionId: 't', userId: 1 }, 'again');
    assert.is(await store().audience.read(streamId), null, 'those of the last session are not those of this');
  });

  test('audience: what was reported is read, by every process', async () => {
    const streamId = await started();
    await store().audience.report(streamId, { sessionId: 's', fence: null, count: 2, userIds: [7, 8], recountId: 'r' });
    assert.equal(await other().audience.read(streamId), {
      sessionId: 's',
      count: 2,
      userIds: [7, 8],
      emptySince: null,
      keptAt: null,
      isWarned: false,
      recountId: 'r',
    });
  });

  test('audience: an emptiness keeps its beginning until somebody comes', async () => {
    const { streamId, audience } = await emptied();
    assert.ok(Math.abs((audience.emptySince ?? 0) - Date.now()) < 60_000);
    await report(streamId, 0);
    assert.is((await store().audience.read(streamId))?.emptySince, audience.emptySince);
    await report(streamId, 1);
    assert.is((await store().audience.read(streamId))?.emptySince, null);
    await report(streamId, 0);
    assert.ok(((await store().audience.read(streamId))?.emptySince ?? 0) >= (audience.emptySince ?? 0));
  });

  test('audience: after a visit that nobody could tell of the emptiness is a new one', async () => {
    const { streamId, audience } = await emptied();
    await store().audience.markWarned(streamId, audience);
    const visited = { sessionId: 's', fence: null, count: 0, userIds: null, emptyForMs: 40 };
    await sleep(100);
    await store().audience.report(streamId, visited);
    const after = await store().audience.read(streamId);
    assert.ok((after?.emptySince ?? 0) > (audience.emptySince ?? 0), 'later than before the visit');
    assert.is(after?.isWarned, false);
    assert.is(await store().audience.endIfEmpty(streamId, audience), false);
  });

  test('audience: only a change of the number is an event', async () => {
    const streamId = await started();
    const events = await collectEvents(store(), streamId, async () => {
      for (const count of [3, 3, 0, 0, 1]) await report(streamId, count);
    });
    const told = events.filter(({ type }) => type === 'listeners.changed').map(({ data }) => data);
    assert.equal(
      told,
      [3, 0, 1].map((count) => ({ count, sessionId: 's' })),
    );
  });

  test('audience: an owner of yesterday reports nothing', async () => {
    const streamId = await started();
    const first = await store().leases.acquire(streamId, 'a', 60_000);
    await store().leases.release(streamId, 'a', first?.fence ?? 0);
    const second = await store().leases.acquire(streamId, 'b', 60_000);
    await report(streamId, 1, { fence: second?.fence ?? 0 });
    assert.is((await rejection(report(streamId, 0, { fence: first?.fence ?? 0 }))).code, 'lease-lost');
    assert.is((await store().audience.read(streamId))?.count, 1);
  });

  test('audience: a warning is noted once for each emptiness, and again after it was kept', async () => {
    const { streamId, audience } = await emptied();
    assert.equal(
      [await store().audience.markWarned(streamId, audience), await other().audience.markWarned(streamId, audience)],
      [true, false],
    );
    assert.is((await store().audience.read(streamId))?.isWarned, true);
    const kept = await store().audience.keep(streamId, 's', 'keep');
    assert.ok(kept && (kept.keptAt ?? 0) >= (audience.emptySince ?? 0));
    assert.is(kept.isWarned, false);
    assert.is(await store().audience.markWarned(streamId, audience), false, 'as it was before it was kept');
    assert.is(await store().audience.markWarned(streamId, kept), true);
    await report(streamId, 1);
    await report(streamId, 0);
    const anew = await store().audience.read(streamId);
    assert.equal([anew?.keptAt, anew?.isWarned], [null, false]);
  });

  test('audience: keeping is done once for each operation, and not when somebody listens or it is over', async () => {
    const { streamId } = await emptied();
    const first = await store().audience.keep(streamId, 's', 'one');
    assert.equal(await other().audience.keep(streamId, 's', 'one'), first);
    assert.is(await store().audience.keep(streamId, 'another', 'two'), null);
    await report(streamId, 1);
    assert.is(await store().audience.keep(streamId, 's', 'three'), null);
    await report(streamId, 0);
    await store().playback.stop(streamId, { endReason: 'manual', detail: null }, 'stop');
    assert.is(await store().audience.keep(streamId, 's', 'four'), null);
  });

  test('audience: a session ends only while it is as empty as it was read', async () => {
    const { streamId, audience } = await emptied();
    const { endIfEmpty } = store().audience;
    assert.is(await endIfEmpty(streamId, { ...audience, sessionId: 'another' }), false);
    assert.is(await endIfEmpty(streamId, { ...audience, emptySince: (audience.emptySince ?? 0) - 1 }), false);
    const kept = await store().audience.keep(streamId, 's', 'keep');
    assert.is(await endIfEmpty(streamId, audience), false, 'it was kept since');
    await report(streamId, 1);
    assert.is(await endIfEmpty(streamId, kept ?? audience), false, 'somebody came since');
    assert.is((await store().playback.read(streamId)).isOn, true);
  });

  test('audience: the end keeps queue and position, tells once, and can be asked for twice', async () => {
    const { streamId, audience } = await emptied();
    await store().playback.reportPosition(streamId, { fence: 0, generation: 0, positionMs: 4_500 });
    const events = await collectEvents(store(), streamId, async () => {
      assert.is(await store().audience.endIfEmpty(streamId, audience), true);
    });
    const playback = await store().playback.read(streamId);
    assert.equal([playback.isOn, playback.sessionId, playback.positionMs], [false, null, 4_500]);
    const ended = events.filter(({ type }) => type === 'stream.ended').map(({ data }) => data);
    assert.equal(ended, [{ sessionId: 's', endReason: 'auto-end', detail: null }]);
    assert.is(await other().audience.endIfEmpty(streamId, audience), true);
    await store().playback.start(streamId, { sessionId: 't', userId: 1 }, 'again');
    await other().audience.endIfEmpty(streamId, audience);
    assert.is((await store().playback.read(streamId)).isOn, true, 'the next session is not touched');
  });
}
