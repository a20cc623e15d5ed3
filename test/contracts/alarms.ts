import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamId } from '../../storage/model.ts';
import type { AlarmKind } from '../../storage/store.ts';
import { waitFor } from '../fixtures/wait-for.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Alarm clocks. */
export function testAlarms(test: Test, { store, other, stream }: StoreUnderTest): void {
  /** Serves alarms in both processes while `use` runs; what rang is in the list. */
  async function serving(
    use: (rang: { streamId: StreamId; kind: AlarmKind; at: number }[]) => Promise<void>,
    handle: (streamId: StreamId) => Promise<number | null> = () => Promise.resolve(null),
  ): Promise<void> {
    const rang: { streamId: StreamId; kind: AlarmKind; at: number }[] = [];
    const servers = [store(), other()].map(({ alarms }) =>
      alarms.serve((streamId, kind) => {
        rang.push({ streamId, kind, at: Date.now() });
        return handle(streamId);
      }),
    );
    try {
      await use(rang);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  }

  test('alarms: each rings once, not before its time, also one whose time is past', async () => {
    const [soon, past] = [stream(), stream()];
    const dueAt = Date.now() + 300;
    await store().alarms.set(soon, 'auto-end', dueAt);
    await store().alarms.set(soon, 'auto-end-warning', dueAt - 200);
    await store().alarms.set(past, 'auto-end', 1);
    await serving(async (rang) => {
      await waitFor(() => rang.length >= 3, { what: 'the alarms' });
      const ofSoon = rang.filter(({ streamId }) => streamId === soon);
      assert.equal(
        ofSoon.map(({ kind }) => kind),
        ['auto-end-warning', 'auto-end'],
      );
      // Redis keeps whole milliseconds.
      assert.ok((ofSoon[1]?.at ?? 0) >= dueAt - 1);
      assert.is(rang.length, 3);
    });
  });

  test('alarms: a new time replaces the old one, a cleared one does not ring', async () => {
    const [later, sooner, cleared, last] = [stream(), stream(), stream(), stream()];
    const now = Date.now();
    await store().alarms.set(later, 'auto-end', now + 100);
    await other().alarms.set(later, 'auto-end', now + 3_600_000);
    await store().alarms.set(sooner, 'auto-end', now + 3_600_000);
    await store().alarms.set(sooner, 'auto-end', now + 100);
    await store().alarms.set(cleared, 'auto-end', now + 100);
    await store().alarms.clear(cleared, 'auto-end');
    await store().alarms.clear(cleared, 'auto-end');
    await store().alarms.set(last, 'auto-end', now + 400);
    await serving(async (rang) => {
      await waitFor(() => rang.some(({ streamId }) => streamId === last), { what: 'the last alarm' });
      assert.equal(
        rang.map(({ streamId }) => streamId),
        [sooner, last],
      );
    });
    await store().alarms.clear(later, 'auto-end');
  });

  test('alarms: one rings again when it is told to, or could not be handled', async () => {
    const [again, failing] = [stream(), stream()];
    const failed = new Set<StreamId>();
    await store().alarms.set(again, 'auto-end', 1);
    await store().alarms.set(failing, 'auto-end', 1);
    let rounds = 0;
    const handle = async (streamId: StreamId) => {
      if (streamId === again) {
        rounds += 1;
        return rounds < 3 ? Date.now() + 20 : null;
      }
      if (failed.has(streamId)) return null;
      failed.add(streamId);
      throw new Error('not now');
    };
    await serving(async (rang) => {
      await waitFor(() => rang.length >= 5, { what: 'the alarms' });
      assert.is(rang.filter(({ streamId }) => streamId === failing).length, 2);
    }, handle);
  });
}
