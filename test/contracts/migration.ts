import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeItems } from '../fixtures/queue-items.ts';
import { rejection } from '../fixtures/rejection.ts';
import { collectEvents } from '../fixtures/stored-events.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** A chat gets a new id. */
export function testMigration(test: Test, { store, other, stream }: StoreUnderTest): void {
  /** A stream on the air with something of everything. */
  async function busyStream() {
    const from = stream();
    const { queue, playback, settings, notes, audience, leases } = store();
    await queue.add(from, makeItems(['a', 'b', 'c']), 'end', 'add');
    await playback.start(from, { sessionId: 's', userId: 1 }, 'start');
    const fence = (await leases.acquire(from, 'player', 60_000))?.fence ?? 0;
    await playback.advance(from, { expectedGeneration: 0, outcome: 'finished', fence }, 'first');
    await playback.reportPosition(from, { fence, generation: 1, positionMs: 12_345 });
    await settings.change(from, { patch: { loop: 'queue', volumePercent: 70 }, userId: 1 }, 'set');
    await notes.set(from, 'language', 'ru');
    await audience.report(from, { sessionId: 's', fence, count: 4, userIds: null });
    return { from, fence };
  }

  test('migration: everything goes on under the new id, and nothing is left under the old one', async () => {
    const { from } = await busyStream();
    const to = stream();
    const before = await store().playback.read(from);
    const events = await collectEvents(store(), from, () => store().migrate(from, to));
    assert.equal(await other().playback.read(to), { ...before, streamId: to });
    const ids = (await store().queue.read(to)).items.map(({ itemId }) => itemId);
    assert.equal(ids, ['b', 'c']);
    assert.is((await store().settings.read(to)).volumePercent, 70);
    assert.is(await store().notes.get(to, 'language'), 'ru');
    assert.is((await store().audience.read(to))?.count, 4);
    const on = await store().playback.listOn();
    assert.equal([on.includes(to), on.includes(from)], [true, false]);
    assert.is((await store().queue.read(from)).length, 0);
    assert.is((await store().playback.read(from)).isOn, false);
    assert.equal(
      events.filter(({ type }) => type === 'stream.migrated').map(({ data }) => data),
      [{ to }],
    );
  });

  test('migration: the owner of the old id writes nothing any more, the new id is free', async () => {
    const { from, fence } = await busyStream();
    const to = stream();
    await store().migrate(from, to);
    await store()
      .playback.reportPosition(from, { fence, generation: 1, positionMs: 1 })
      .catch(() => undefined);
    const step = { expectedGeneration: 1, outcome: 'finished', fence } as const;
    await rejection(store().playback.advance(from, step, 'late')).catch(() => undefined);
    assert.is((await store().playback.read(to)).positionMs, 12_345);
    assert.ok(await store().leases.acquire(to, 'player', 1_000));
  });

  test('migration: once more changes nothing, also of what came since', async () => {
    const { from } = await busyStream();
    const to = stream();
    await store().migrate(from, to);
    await store().queue.clear(to, 'clear');
    await store().migrate(from, to);
    assert.is((await store().queue.read(to)).length, 0);
    assert.is((await store().playback.read(to)).isOn, true);
  });

  test('migration: what the new id has stays when the old one has nothing', async () => {
    const [from, to] = [stream(), stream()];
    await store().queue.add(to, makeItems(['x']), 'end', 'add');
    await store().migrate(from, to);
    assert.is((await store().queue.read(to)).length, 1);
    assert.is((await store().playback.read(to)).isOn, false);
  });
}
