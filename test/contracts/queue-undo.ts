import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { QueueItem, StreamId } from '../../storage/model.ts';
import { makeItem, makeItems, namesOf } from '../fixtures/queue-items.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Taking edits back. */
export function testQueueUndo(test: Test, { store, other, stream }: StoreUnderTest): void {
  const five = ['a', 'b', 'c', 'd', 'e'];
  const namesIn = async (id: StreamId) => namesOf((await store().queue.read(id)).items);
  const advance = (id: StreamId, expectedGeneration: number, count = 1) =>
    store().playback.advance(
      id,
      { expectedGeneration, outcome: 'skipped', fence: null, count },
      `to ${expectedGeneration}`,
    );
  async function filled(): Promise<StreamId> {
    const id = stream();
    await store().queue.add(id, makeItems(five), 'end', 'fill');
    return id;
  }

  test('undo: every kind of edit, the last first, until nothing is left', async () => {
    const id = await filled();
    await store().queue.remove(id, { from: 2, to: 3 }, 'remove');
    await store().queue.move(id, { from: 3, to: 1 }, 'move');
    await store().queue.shuffle(id, 'shuffle');
    const shuffled = await namesIn(id);
    await store().queue.clear(id, 'clear');
    const undone = async (operation: string) => {
      const result = await store().queue.undo(id, operation);
      return result.type === 'undone' ? [result.edit, namesOf(result.items), await namesIn(id)] : result.type;
    };
    assert.equal(await undone('u1'), ['clear', shuffled, shuffled]);
    assert.equal(await undone('u2'), ['shuffle', [], ['e', 'a', 'd']]);
    assert.equal(await undone('u3'), ['move', ['e'], ['a', 'd', 'e']]);
    assert.equal(await undone('u4'), ['remove', ['b', 'c'], five]);
    assert.equal(await undone('u5'), ['add', five, []]);
    assert.equal(await undone('u6'), 'nothing');
    assert.is((await store().queue.read(id)).version, 10);
  });

  test('undo: a repeated undo takes nothing more back', async () => {
    const id = await filled();
    await store().queue.remove(id, { from: 1, to: 1 }, 'one');
    await store().queue.remove(id, { from: 1, to: 1 }, 'two');
    const first = await store().queue.undo(id, 'same');
    const again = await Promise.all([store().queue.undo(id, 'same'), other().queue.undo(id, 'same')]);
    assert.equal(again, [first, first]);
    assert.equal(await namesIn(id), ['b', 'c', 'd', 'e']);
    assert.is((await store().queue.undo(stream(), 'none')).type, 'nothing');
  });

  test('undo: what has played since stays played, and places count from what is left', async () => {
    const id = await filled();
    await store().queue.remove(id, { from: 4, to: 4 }, 'd away');
    await advance(id, 0);
    await advance(id, 1);
    assert.is((await store().queue.undo(id, 'd back')).type, 'undone');
    assert.equal(await namesIn(id), ['c', 'd', 'e'], 'between the same neighbours');
    const add = await store().queue.undo(id, 'all away');
    assert.ok(add.type === 'undone');
    assert.equal(namesOf(add.items), ['c', 'd', 'e'], 'a and b were taken');
    assert.equal((await store().playback.read(id)).current, makeItem('b'));
  });

  test('undo: an edit of which nothing is left is passed over', async () => {
    const id = await filled();
    await store().queue.remove(id, { from: 5, to: 5 }, 'e away');
    await store().queue.add(id, makeItems(['f']), 'front', 'f first');
    await advance(id, 0);
    const undone = await store().queue.undo(id, 'undo');
    assert.ok(undone.type === 'undone');
    assert.equal([undone.edit, namesOf(undone.items)], ['remove', ['e']]);
  });

  test('undo: a certain edit, whatever came after it', async () => {
    const id = await filled();
    const added = await store().queue.add(id, makeItems(['f', 'g']), 'end', 'add');
    await store().queue.remove(id, { from: 1, to: 1 }, 'a away');
    await store().queue.move(id, { from: 5, to: 1 }, 'f first');
    const undone = await store().queue.undo(id, 'one', added.version);
    assert.ok(undone.type === 'undone');
    assert.equal(namesOf(undone.items), ['f', 'g']);
    assert.equal(await namesIn(id), ['b', 'c', 'd', 'e']);
    assert.is((await store().queue.undo(id, 'two', added.version)).type, 'nothing', 'only once');
    assert.is((await store().queue.undo(id, 'three', 99)).type, 'nothing');
  });

  test('undo: what a skip of several left out comes back to the front', async () => {
    const id = await filled();
    await advance(id, 0, 3);
    assert.equal(await namesIn(id), ['d', 'e']);
    assert.is((await store().queue.undo(id, 'undo')).type, 'undone');
    assert.equal(await namesIn(id), ['a', 'b', 'd', 'e']);
  });

  test('undo: what came since a shuffle keeps its place', async () => {
    const id = await filled();
    await store().queue.shuffle(id, 'shuffle');
    await store().queue.add(id, makeItems(['x']), 'front', 'x');
    await store().queue.undo(id, 'undo', 2);
    assert.equal(await namesIn(id), ['x', ...five]);
  });

  test('undo: ten deep', async () => {
    const id = stream();
    for (let index = 1; index <= 12; index += 1)
      await store().queue.add(id, makeItems([`t${index}`]), 'end', `add ${index}`);
    for (let index = 1; index <= 10; index += 1) await store().queue.undo(id, `undo ${index}`);
    assert.is((await store().queue.undo(id, 'one more')).type, 'nothing');
    assert.equal(await namesIn(id), ['t1', 't2']);
  });

  test('undo: a long queue cleared, shuffled and back; a repeated clear gives the first result while it can be undone', async () => {
    const id = stream();
    const items = makeItems({ prefix: 't', count: 3_000 });
    await store().queue.add(id, items, 'end', 'fill');
    await store().queue.shuffle(id, 'shuffle');
    await store().queue.undo(id, 'order');
    const cleared = await store().queue.clear(id, 'clear');
    assert.equal(cleared, { type: 'done', items, length: 0, version: 4 });
    assert.equal(await store().queue.clear(id, 'clear'), cleared);
    const back = await store().queue.undo(id, 'back');
    assert.equal(back, { type: 'undone', edit: 'clear', items, length: 3_000, version: 5 });
    assert.equal((await store().queue.read(id)).items, items);
    const gone = await store().queue.undo(id, 'gone');
    assert.ok(gone.type === 'undone');
    assert.equal(gone.items, items);
  });

  test('undo: what was scattered through a long queue comes back to where it was', async () => {
    const id = stream();
    const rules = { place: 'end', perUserLimit: null, isFair: true } as const;
    const of = (userId: number) => (item: QueueItem) => ({ ...item, addedBy: { id: userId, name: 'somebody' } });
    await store().queue.offer(id, makeItems({ prefix: 'anna-', count: 1_500 }).map(of(1)), rules, 'anna');
    await store().queue.offer(id, makeItems({ prefix: 'boris-', count: 1_000 }).map(of(2)), rules, 'boris');
    const before = await namesIn(id);
    assert.is((await store().queue.removeOf(id, 2, 'all of boris')).length, 1_500);
    assert.is((await store().queue.undo(id, 'back')).type, 'undone');
    assert.equal(await namesIn(id), before);
  });
}
