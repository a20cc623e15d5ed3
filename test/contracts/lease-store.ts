import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../fixtures/wait-for.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Ownership with fences. */
export function testLeaseStore(test: Test, { store, other, stream }: StoreUnderTest): void {
  const long = 60_000;

  test('leases: one of many gets it', async () => {
    const id = stream();
    const owners = Array.from({ length: 8 }, (_, index) => `owner-${index}`);
    const taken = await Promise.all(
      owners.map((owner, index) => (index % 2 ? store() : other()).leases.acquire(id, owner, long)),
    );
    const winner = taken.findIndex((lease) => lease !== null);
    assert.is(taken.filter((lease) => lease !== null).length, 1);
    assert.is(await store().leases.ownerOf(id), owners[winner]);
  });

  test('leases: whoever holds it gets the same fence again', async () => {
    const id = stream();
    const first = await store().leases.acquire(id, 'one', long);
    assert.equal(await store().leases.acquire(id, 'one', long), first);
    assert.is(await store().leases.acquire(id, 'two', long), null);
  });

  test('leases: that of an owner who is known to be dead is taken at once, and shuts its writes out', async () => {
    const id = stream();
    const old = await store().leases.acquire(id, 'one', long);
    assert.is(await store().leases.acquire(id, 'two', long, ['other']), null);
    const next = await store().leases.acquire(id, 'two', long, ['other', 'one']);
    assert.ok(next !== null && next.fence > (old?.fence ?? 0));
    assert.is(await store().leases.renew(id, 'one', old?.fence ?? 0, long), false);
    assert.equal(await store().leases.acquire(id, 'two', long, ['one']), next);
  });

  test('leases: every change of hands has a higher fence', async () => {
    const id = stream();
    let fence = 0;
    for (const owner of ['one', 'two', 'one']) {
      const lease = await store().leases.acquire(id, owner, long);
      assert.ok(lease !== null && lease.fence > fence);
      fence = lease.fence;
      await store().leases.release(id, owner, fence);
    }
    assert.is(await store().leases.ownerOf(id), null);
  });

  test('leases: one that is not renewed runs out, and its owner is told', async () => {
    const id = stream();
    const old = await store().leases.acquire(id, 'one', 30);
    assert.ok(old);
    const next = await waitFor(() => other().leases.acquire(id, 'two', long), { what: 'the lease to run out' });
    assert.ok(next.fence > old.fence);
    assert.is(await store().leases.renew(id, 'one', old.fence, long), false);
    assert.is(await store().leases.ownerOf(id), 'two');
  });

  test('leases: a renewed one lives on', async () => {
    const id = stream();
    const lease = await store().leases.acquire(id, 'one', 5_000);
    assert.ok(lease);
    assert.is(await store().leases.renew(id, 'one', lease.fence, 50), true);
    await waitFor(async () => (await store().leases.ownerOf(id)) === null, { what: 'the shorter lifetime to end' });
    assert.is(await store().leases.renew(id, 'one', lease.fence, long), false, 'what has run out cannot be renewed');
  });

  test('leases: only the holder can give it up or renew it', async () => {
    const id = stream();
    const lease = await store().leases.acquire(id, 'one', long);
    assert.ok(lease);
    await store().leases.release(id, 'two', lease.fence);
    await store().leases.release(id, 'one', lease.fence - 1);
    assert.is(await store().leases.renew(id, 'two', lease.fence, long), false);
    assert.is(await store().leases.ownerOf(id), 'one');
  });
}
