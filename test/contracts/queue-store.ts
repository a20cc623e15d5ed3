import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeItem, makeItems, namesOf } from '../fixtures/queue-items.ts';
import { rejection } from '../fixtures/rejection.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Adding and reading. */
export function testQueueStore(test: Test, { store, other, stream }: StoreUnderTest): void {
  test('queue: a stream that nobody used is empty', async () => {
    const id = stream();
    assert.equal(await store().queue.read(id), { streamId: id, version: 0, length: 0, items: [] });
  });

  test('queue: items go behind the last, in their order', async () => {
    const id = stream();
    assert.equal(await store().queue.add(id, makeItems(['a', 'b']), 'end', 'one'), {
      firstPosition: 1,
      lastPosition: 2,
      length: 2,
      version: 1,
    });
    assert.equal(await store().queue.add(id, makeItems(['c']), 'end', 'two'), {
      firstPosition: 3,
      lastPosition: 3,
      length: 3,
      version: 2,
    });
    assert.equal((await store().queue.read(id)).items, makeItems(['a', 'b', 'c']));
  });

  test('queue: a priority add goes before the first and keeps its order', async () => {
    const id = stream();
    await store().queue.add(id, makeItems(['a']), 'end', 'one');
    assert.equal(await store().queue.add(id, makeItems(['x', 'y', 'z']), 'front', 'two'), {
      firstPosition: 1,
      lastPosition: 3,
      length: 4,
      version: 2,
    });
    assert.equal(namesOf((await store().queue.read(id)).items), ['x', 'y', 'z', 'a']);
  });

  test('queue: titles of any script, quotes and markup come back as they went', async () => {
    const id = stream();
    const item = { ...makeItem('odd'), track: { ...makeItem('odd').track, title: '"<b>Щука</b>\u202e\\n\0🎵' } };
    await store().queue.add(id, [item], 'end', 'one');
    assert.equal((await store().queue.read(id)).items, [item]);
  });

  test('queue: a stream id of sixteen digits stays itself', async () => {
    const id = -1_001_234_567_890_123;
    await store().queue.add(id, makeItems(['a']), 'end', 'one');
    assert.is((await store().queue.read(id)).streamId, id);
    assert.is((await store().playback.read(id)).streamId, id);
  });

  test('queue: the same operation again changes nothing and gives the first result', async () => {
    const id = stream();
    const first = await store().queue.add(id, makeItems(['a']), 'end', 'same');
    await store().queue.add(id, makeItems(['b']), 'end', 'between');
    assert.equal(await store().queue.add(id, makeItems(['a']), 'end', 'same'), first);
    assert.equal(await other().queue.add(id, makeItems(['a']), 'end', 'same'), first);
    assert.equal(namesOf((await store().queue.read(id)).items), ['a', 'b']);
  });

  test('queue: the same operation at the same time is done once', async () => {
    const id = stream();
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? store() : other()).queue.add(id, makeItems(['a', 'b']), 'end', 'same'),
      ),
    );
    for (const result of results) assert.equal(result, results[0]);
    assert.equal(namesOf((await store().queue.read(id)).items), ['a', 'b']);
  });

  test('queue: one chat update may be the cause of different operations', async () => {
    const id = stream();
    await store().queue.add(id, makeItems(['a', 'b']), 'end', 'u1');
    assert.is((await store().queue.remove(id, { from: 1, to: 1 }, 'u1')).type, 'done');
    assert.is((await store().playback.start(id, { sessionId: 's', userId: 1 }, 'u1')).isNew, true);
    assert.equal(namesOf((await store().queue.read(id)).items), ['b']);
  });

  test('queue: an item id that is there already is refused, and with it the whole add', async () => {
    const id = stream();
    await store().queue.add(id, makeItems(['a']), 'end', 'one');
    const error = await rejection(store().queue.add(id, makeItems(['b', 'a']), 'end', 'two'));
    assert.is(error.code, 'internal');
    assert.match(error.message, 'already holds item a');
    assert.equal(namesOf((await store().queue.read(id)).items), ['a']);
    assert.is((await rejection(store().queue.add(id, [], 'end', 'three'))).code, 'internal');
  });

  test('queue: windows', async () => {
    const id = stream();
    await store().queue.add(id, makeItems({ prefix: 't', count: 10 }), 'end', 'one');
    const window = async (offset: number, limit: number) => {
      const { items, length } = await store().queue.read(id, { offset, limit });
      assert.is(length, 10);
      return namesOf(items);
    };
    assert.equal(await window(0, 3), ['t1', 't2', 't3']);
    assert.equal(await window(8, 8), ['t9', 't10']);
    assert.equal(await window(10, 8), []);
    assert.equal(await window(0, 0), []);
    assert.equal(await window(-5, 1), ['t1']);
  });

  test('queue: thousands at once, at either end', async () => {
    const id = stream();
    const back = makeItems({ prefix: 'b', count: 2_500 });
    const front = makeItems({ prefix: 'f', count: 2_500 });
    await store().queue.add(id, back, 'end', 'one');
    assert.is((await store().queue.add(id, front, 'front', 'two')).length, 5_000);
    assert.equal(namesOf((await store().queue.read(id)).items), namesOf([...front, ...back]));
  });

  test('queue: sixteen people add at once: nothing lost, nothing doubled, everyone in order', async () => {
    const id = stream();
    const people = Array.from({ length: 16 }, (_, index) => `p${index}-`);
    const perPerson = 25;
    const added = await Promise.all(
      people.map(async (person, index) => {
        const positions: number[] = [];
        for (const item of makeItems({ prefix: person, count: perPerson })) {
          const queue = (index % 2 ? store() : other()).queue;
          positions.push((await queue.add(id, [item], 'end', item.itemId)).firstPosition);
        }
        return positions;
      }),
    );
    const names = namesOf((await store().queue.read(id)).items);
    assert.is(names.length, people.length * perPerson);
    assert.is(new Set(names).size, names.length);
    for (const [index, person] of people.entries()) {
      const own = namesOf(makeItems({ prefix: person, count: perPerson }));
      assert.equal(
        names.filter((name) => name.startsWith(person)),
        own,
      );
      // The position that was answered is the place where it stands: the order is that of receipt.
      assert.equal(
        added[index]?.map((position) => names[position - 1]),
        own,
      );
    }
  });
}
