import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../fixtures/wait-for.ts';
import type { StoreUnderTest } from './realtime-store.ts';

const minute = 60_000;

/** Signing in, sessions of the panel, rate limits. */
export function testWebAccess(test: Test, { store, other }: StoreUnderTest): void {
  test('sign-in links: looked at as often as one likes, used once, by one of many', async () => {
    await store().signInLinks.issue('link', 7, minute);
    assert.is(await other().signInLinks.peek('link'), 7);
    assert.is(await other().signInLinks.peek('link'), 7);
    const stores = [store(), other()];
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => stores[i % 2]?.signInLinks.use('link')));
    assert.equal(
      all.filter((user) => user !== null),
      [7],
    );
    assert.is(await store().signInLinks.peek('link'), null);
    assert.is(await store().signInLinks.use('never was'), null);
  });

  test('sign-in links: a new one ends the older one of that person, and nobody else’s', async () => {
    await store().signInLinks.issue('older', 7, minute);
    await store().signInLinks.issue('of another', 8, minute);
    await other().signInLinks.issue('newer', 7, minute);
    assert.is(await store().signInLinks.use('older'), null);
    assert.is(await store().signInLinks.use('newer'), 7);
    assert.is(await store().signInLinks.use('of another'), 8);
  });

  test('sign-in links and sessions end by themselves', async () => {
    await store().signInLinks.issue('short', 7, 20);
    await store().webSessions.start('short', 7, 20);
    await waitFor(async () => (await store().signInLinks.peek('short')) === null, { what: 'the link to end' });
    await waitFor(async () => (await store().webSessions.read('short')) === null, { what: 'the session to end' });
    assert.is(await store().signInLinks.use('short'), null);
  });

  test('sessions: several of a person, ended one by one', async () => {
    await store().webSessions.start('phone', 9, minute);
    await store().webSessions.start('desk', 9, minute);
    assert.is(await other().webSessions.read('phone'), 9);
    await other().webSessions.end('phone');
    assert.is(await store().webSessions.read('phone'), null);
    assert.is(await store().webSessions.read('desk'), 9);
    await store().webSessions.end('never was');
  });

  test('sessions: all of a person end at once, with the link that waits; those of others stay', async () => {
    for (const hash of ['a', 'b']) await store().webSessions.start(hash, 10, minute);
    await store().webSessions.start('c', 11, minute);
    await store().signInLinks.issue('waits', 10, minute);
    await other().webSessions.endAll(10);
    await other().webSessions.endAll(12);
    assert.equal(await Promise.all(['a', 'b', 'c'].map((hash) => store().webSessions.read(hash))), [null, null, 11]);
    assert.is(await store().signInLinks.use('waits'), null);
    await store().webSessions.start('d', 10, minute);
    assert.is(await store().webSessions.read('d'), 10);
  });

  test('rate limits: so many in a window, over all processes, each key for itself', async () => {
    const limit = { points: 3, seconds: 60 };
    const allowed: boolean[] = [];
    for (const each of [store(), other(), store(), other()]) {
      allowed.push((await each.rateLimits.take('sign-in', '10.0.0.1', limit)).isAllowed);
    }
    assert.equal(allowed, [true, true, true, false]);
    const { isAllowed, retryAfterMs } = await store().rateLimits.take('sign-in', '10.0.0.1', limit);
    assert.is(isAllowed, false);
    assert.ok(retryAfterMs > 0 && retryAfterMs <= 60_000, String(retryAfterMs));
    assert.equal(await store().rateLimits.take('sign-in', '10.0.0.2', limit), { isAllowed: true, retryAfterMs: 0 });
    assert.ok((await store().rateLimits.take('write', '10.0.0.1', limit)).isAllowed);
  });

  test('rate limits: a window ends', async () => {
    const limit = { points: 1, seconds: 1 };
    const take = async () => (await store().rateLimits.take('short', 'key', limit)).isAllowed;
    assert.ok(await take());
    await waitFor(take, { what: 'the window to end' });
  });
}
