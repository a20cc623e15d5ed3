import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LoopMode, StreamId, TrackOutcome } from '../../storage/model.ts';
import { makeItem, makeItems, namesOf } from '../fixtures/queue-items.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Loop, skipping several, history, going back, votes. */
export function testPlaybackHistory(test: Test, { store, other, stream }: StoreUnderTest): void {
  /** A stream where `a` is current and `b`, `c`, `d` wait. */
  async function playing(loop: LoopMode = 'off'): Promise<StreamId> {
    const id = stream();
    await store().settings.change(id, { patch: { loop }, userId: 7 }, 'loop');
    await store().queue.add(id, makeItems(['a', 'b', 'c', 'd']), 'end', 'fill');
    await advance(id, 'finished');
    return id;
  }
  async function advance(id: StreamId, outcome: TrackOutcome, more: { count?: number; reason?: string } = {}) {
    const { generation } = await store().playback.read(id);
    const step = { expectedGeneration: generation, outcome, fence: null, ...more };
    return store().playback.advance(id, step, `from ${generation}`);
  }
  async function back(id: StreamId) {
    const { generation } = await store().playback.read(id);
    return store().playback.previous(id, { expectedGeneration: generation }, `back from ${generation}`);
  }
  /** What plays, then what waits. */
  async function lineUp(id: StreamId): Promise<string> {
    const { current } = await store().playback.read(id);
    return `${current?.itemId ?? '–'} | ${namesOf((await store().queue.read(id)).items).join(' ')}`;
  }
  const past = async (id: StreamId, limit = 50) =>
    (await store().playback.history(id, limit)).map(({ item, outcome, reason }) => [item.itemId, outcome, reason]);

  test('loop off: an item that ends is gone', async () => {
    const id = await playing();
    await advance(id, 'finished');
    assert.is(await lineUp(id), 'b | c d');
  });

  test('loop track: a finished item plays again, a skipped one does not', async () => {
    const id = await playing('track');
    const again = await advance(id, 'finished');
    assert.is(again.playback.generation, 2);
    assert.is(again.playback.endedOutcome, 'finished');
    assert.is(await lineUp(id), 'a | b c d');
    assert.equal(await past(id), [], 'it has not stopped being current');
    await advance(id, 'skipped');
    await advance(id, 'failed');
    assert.is(await lineUp(id), 'c | d');
  });

  test('loop queue: what ends goes to the tail, unless it failed', async () => {
    const id = await playing('queue');
    await advance(id, 'finished');
    assert.is(await lineUp(id), 'b | c d a');
    await advance(id, 'failed');
    await advance(id, 'skipped', { count: 2 });
    assert.is(await lineUp(id), 'a | c d');
    await advance(id, 'finished', { count: 9 });
    assert.is(await lineUp(id), 'a | c d', 'round once, all of it');
  });

  test('loop queue: one item alone goes round', async () => {
    const id = stream();
    await store().settings.change(id, { patch: { loop: 'queue' }, userId: 7 }, 'loop');
    await store().queue.add(id, makeItems(['a']), 'end', 'fill');
    for (let round = 0; round < 4; round += 1) await advance(id, 'finished');
    assert.is(await lineUp(id), 'a | ');
    assert.is((await store().playback.read(id)).generation, 4);
    assert.equal(await past(id), [['a', 'finished', null]], 'once in the history');
  });

  test('skipping several leaves out the ones between; more than there are leaves nothing', async () => {
    const id = await playing();
    const skipped = await advance(id, 'skipped', { count: 3 });
    assert.ok(skipped.type === 'advanced');
    assert.equal(skipped.ended, makeItem('a'));
    assert.is(await lineUp(id), 'd | ');
    assert.equal(await past(id), [['a', 'skipped', null]], 'what was left out was never current');
    await store().queue.add(id, makeItems(['e', 'f']), 'end', 'more');
    await advance(id, 'skipped', { count: 1e9 });
    assert.is(await lineUp(id), '– | ');
  });

  test('skipping several from two people at once skips once, also while nothing plays', async () => {
    const id = stream();
    await store().queue.add(id, makeItems(['a', 'b', 'c', 'd']), 'end', 'fill');
    const step = { expectedGeneration: 0, outcome: 'skipped', fence: null, count: 2 } as const;
    const results = await Promise.all([
      store().playback.advance(id, step, 'one'),
      other().playback.advance(id, step, 'two'),
    ]);
    assert.equal(results.map(({ type }) => type).sort(), ['advanced', 'stale']);
    assert.is(await lineUp(id), 'b | c d');
  });

  test('history: the latest first, with outcome, reason and time; fifty of them', async () => {
    const id = await playing();
    const before = Date.now();
    await advance(id, 'finished');
    await advance(id, 'failed', { reason: 'unreadable "<b>"' });
    await advance(id, 'skipped');
    assert.equal(await past(id), [
      ['c', 'skipped', null],
      ['b', 'failed', 'unreadable "<b>"'],
      ['a', 'finished', null],
    ]);
    const [latest] = await other().playback.history(id, 1);
    assert.equal(latest?.item, makeItem('c'));
    assert.ok(latest && latest.endedAt >= before - 1_000 && latest.endedAt <= Date.now() + 1_000);
    assert.equal(await past(id, 0), []);
    await store().queue.add(id, makeItems({ prefix: 't', count: 60 }), 'end', 'many');
    for (let index = 0; index < 60; index += 1) await advance(id, 'finished');
    assert.is((await past(id, 1_000)).length, 50);
  });

  test('previous: back through what was played, and forth again', async () => {
    const id = await playing();
    await advance(id, 'finished');
    await advance(id, 'finished');
    const result = await back(id);
    assert.ok(result.type === 'advanced');
    assert.equal(result.ended, makeItem('c'));
    assert.is(result.playback.generation, 4);
    assert.is(result.playback.positionMs, 0);
    assert.is(await lineUp(id), 'b | c d');
    await back(id);
    assert.is(await lineUp(id), 'a | b c d');
    assert.equal(await back(id), { type: 'none' });
    await advance(id, 'finished');
    assert.is(await lineUp(id), 'b | c d');
    assert.equal(await past(id), [['a', 'finished', null]]);
  });

  test('previous: when the queue has played out', async () => {
    const id = await playing();
    for (let index = 0; index < 4; index += 1) await advance(id, 'finished');
    await back(id);
    assert.is(await lineUp(id), 'd | ');
  });

  test('previous: over what failed', async () => {
    const id = await playing();
    await advance(id, 'finished');
    await advance(id, 'failed', { reason: 'unreadable' });
    await back(id);
    assert.is(await lineUp(id), 'a | c d');
    assert.equal(await past(id), [['b', 'failed', 'unreadable']]);
  });

  test('previous: in a loop the item leaves the tail again', async () => {
    const id = await playing('queue');
    await advance(id, 'finished');
    await back(id);
    assert.is(await lineUp(id), 'a | b c d');
  });

  test('previous: what plays again is not brought back by an undo as well', async () => {
    const id = await playing('queue');
    await advance(id, 'finished');
    const removed = await store().queue.remove(id, { from: 3, to: 3, expectedItemId: 'a' }, 'a away');
    assert.ok(removed.type === 'done');
    await back(id);
    assert.equal(await store().queue.undo(id, 'undo', removed.version), { type: 'nothing' });
    assert.is(await lineUp(id), 'a | b c d');
  });

  test('previous: once for a double tap, and repeated it gives the first result', async () => {
    const id = await playing();
    await advance(id, 'finished');
    const step = { expectedGeneration: 2 };
    const first = await store().playback.previous(id, step, 'one');
    assert.is((await other().playback.previous(id, step, 'two')).type, 'stale');
    assert.equal(await store().playback.previous(id, step, 'one'), first);
    assert.is(await lineUp(id), 'a | b c d');
  });

  test('votes: each person once, for the item that plays', async () => {
    const id = await playing();
    const vote = (userId: number, generation = 1) => store().playback.vote(id, { generation, userId });
    assert.equal(await vote(5_000_000_000), { type: 'counted', userIds: [5_000_000_000] });
    assert.equal(await vote(2), { type: 'counted', userIds: [5_000_000_000, 2] });
    assert.equal(await vote(5_000_000_000), { type: 'counted', userIds: [5_000_000_000, 2] });
    assert.equal(await vote(3, 0), { type: 'stale' });
    await advance(id, 'skipped');
    assert.equal(await vote(3, 1), { type: 'stale' });
    assert.equal(await vote(3, 2), { type: 'counted', userIds: [3] }, 'votes end with the item');
    assert.equal(await store().playback.vote(stream(), { generation: 0, userId: 1 }), { type: 'stale' });
  });
}
