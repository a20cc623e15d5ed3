import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamId } from '../../storage/model.ts';
import { makeItems, namesOf } from '../fixtures/queue-items.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Removing, moving and clearing. */
export function testQueueEdits(test: Test, { store, stream }: StoreUnderTest): void {
  const five = ['a', 'b', 'c', 'd', 'e'];
  async function filled(): Promise<StreamId> {
    const id = stream();
    await store().queue.add(id, makeItems(five), 'end', 'fill');
    return id;
  }
  const namesIn = async (id: StreamId) => namesOf((await store().queue.read(id)).items);

  test('queue: one item is removed and handed back', async () => {
    const id = await filled();
    assert.equal(await store().queue.remove(id, { from: 2, to: 2 }, 'one'), {
      type: 'done',
      items: makeItems(['b']),
      length: 4,
      version: 2,
    });
    assert.equal(await namesIn(id), ['a', 'c', 'd', 'e']);
  });

  test('queue: every range is removed as a range', async () => {
    for (let from = 1; from <= five.length; from += 1) {
      for (let to = from; to <= five.length; to += 1) {
        const id = await filled();
        const removed = await store().queue.remove(id, { from, to }, 'range');
        assert.ok(removed.type === 'done');
        assert.equal(namesOf(removed.items), five.slice(from - 1, to));
        assert.equal(await namesIn(id), [...five.slice(0, from - 1), ...five.slice(to)]);
      }
    }
  });

  test('queue: positions that are not there change nothing', async () => {
    const id = await filled();
    const ranges = [
      [0, 1],
      [-1, -1],
      [5, 6],
      [6, 6],
      [3, 2],
      [1.5, 2],
      [Number.NaN, 1],
      [1, 1e300],
    ] as const;
    for (const [from, to] of ranges) {
      assert.equal(await store().queue.remove(id, { from, to }, `r${from},${to}`), { type: 'none', length: 5 });
    }
    for (const [from, to] of [...ranges.filter(([from]) => from !== 3), [1, 0], [1, 6]] as const) {
      assert.equal(await store().queue.move(id, { from, to }, `m${from},${to}`), { type: 'none', length: 5 });
    }
    assert.equal(await store().queue.read(id), { streamId: id, version: 1, length: 5, items: makeItems(five) });
  });

  test('queue: a guarded edit finds its item or does nothing', async () => {
    const id = await filled();
    const stale = { from: 2, to: 2, expectedItemId: 'a' };
    assert.is((await store().queue.remove(id, stale, 'one')).type, 'none');
    assert.is((await store().queue.move(id, { ...stale, to: 3 }, 'two')).type, 'none');
    assert.equal(await namesIn(id), five);
    assert.is((await store().queue.remove(id, { ...stale, expectedItemId: 'b' }, 'three')).type, 'done');
    assert.is((await store().queue.move(id, { from: 1, to: 2, expectedItemId: 'a' }, 'four')).type, 'done');
    assert.equal(await namesIn(id), ['c', 'a', 'd', 'e']);
  });

  test('queue: every move puts the item at its new position', async () => {
    for (let from = 1; from <= five.length; from += 1) {
      for (let to = 1; to <= five.length; to += 1) {
        const id = await filled();
        const expected = [...five];
        expected.splice(to - 1, 0, ...expected.splice(from - 1, 1));
        const moved = await store().queue.move(id, { from, to }, 'move');
        assert.ok(moved.type === 'done');
        assert.equal(namesOf(moved.items), five.slice(from - 1, from));
        assert.equal(await namesIn(id), expected, `${from} to ${to}`);
      }
    }
  });

  test('queue: a repeated edit does nothing more, also when the first found nothing', async () => {
    const id = await filled();
    const removed = await store().queue.remove(id, { from: 1, to: 1 }, 'same');
    assert.equal(await store().queue.remove(id, { from: 1, to: 1 }, 'same'), removed);
    const moved = await store().queue.move(id, { from: 1, to: 2 }, 'same');
    assert.equal(await store().queue.move(id, { from: 1, to: 2 }, 'same'), moved);
    assert.is((await store().queue.remove(id, { from: 5, to: 5 }, 'late')).type, 'none');
    await store().queue.add(id, makeItems(['f']), 'end', 'more');
    assert.equal(await store().queue.remove(id, { from: 5, to: 5 }, 'late'), { type: 'none', length: 4 });
    assert.equal(await namesIn(id), ['c', 'b', 'd', 'e', 'f']);
  });

  test('queue: clearing hands everything back, once', async () => {
    const id = await filled();
    const cleared = await store().queue.clear(id, 'one');
    assert.equal(cleared, { type: 'done', items: makeItems(five), length: 0, version: 2 });
    assert.equal(await store().queue.clear(id, 'two'), { type: 'none', length: 0 });
    await store().queue.add(id, makeItems(['f']), 'end', 'after');
    assert.equal(await store().queue.clear(id, 'one'), cleared);
    assert.equal(await namesIn(id), ['f']);
  });

  test('queue: an item that was removed may come back', async () => {
    const id = await filled();
    await store().queue.remove(id, { from: 1, to: 1 }, 'one');
    await store().queue.add(id, makeItems(['a']), 'front', 'undo');
    assert.equal(await namesIn(id), five);
  });

  test('queue: long ranges of a long queue', async () => {
    const id = stream();
    const names = namesOf(makeItems({ prefix: 't', count: 3_000 }));
    await store().queue.add(id, makeItems(names), 'end', 'fill');
    await store().queue.remove(id, { from: 101, to: 1_200 }, 'near the front');
    names.splice(100, 1_100);
    await store().queue.remove(id, { from: 500, to: 1_850 }, 'near the end');
    names.splice(499, 1_351);
    assert.equal(await namesIn(id), names);
  });

  test('queue: one place takes any number of moves, be it from behind or from before', async () => {
    for (const [from, to] of [
      [5, 2],
      [1, 4],
    ] as const) {
      const id = await filled();
      const expected = [...five];
      for (let round = 1; round <= 150; round += 1) {
        expected.splice(to - 1, 0, ...expected.splice(from - 1, 1));
        await store().queue.move(id, { from, to }, `move ${round}`);
        if (round % 10 === 0) assert.equal(await namesIn(id), expected, `after ${round} moves from ${from} to ${to}`);
      }
    }
  });
}
