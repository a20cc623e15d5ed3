import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { QueueItem, StreamId } from '../../storage/model.ts';
import type { OfferRules } from '../../storage/store.ts';
import { makeItem, makeItems, namesOf } from '../fixtures/queue-items.ts';
import { rejection } from '../fixtures/rejection.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** An item whose name begins with who adds it: `anna-1`. */
function itemOf(name: string): QueueItem {
  const id = { anna: 1, boris: 2, clara: 3 }[name.split('-')[0] ?? ''] ?? 9_007_199_254_740_991;
  return { ...makeItem(name), addedBy: { id, name } };
}

/** Adding with rules: limits, turns; removing what one person added; shuffling. */
export function testQueueRules(test: Test, { store, other, stream }: StoreUnderTest): void {
  const open: OfferRules = { place: 'end', perUserLimit: null, isFair: false };
  const fair: OfferRules = { ...open, isFair: true };
  const namesIn = async (id: StreamId) => namesOf((await store().queue.read(id)).items);
  const offer = (id: StreamId, names: readonly string[], rules: OfferRules) =>
    store().queue.offer(id, names.map(itemOf), rules, `offer ${names[0]}`);

  test('offer: without rules it is an add', async () => {
    const id = stream();
    const added = { type: 'added', firstPosition: 1, lastPosition: 2, length: 2, version: 1 };
    assert.equal(await offer(id, ['anna-1', 'anna-2'], open), added);
    assert.equal(await offer(id, ['anna-1', 'anna-2'], open), added, 'repeated');
    assert.is((await offer(id, ['boris-1'], { ...open, place: 'front' })).type, 'added');
    assert.equal(await namesIn(id), ['boris-1', 'anna-1', 'anna-2']);
    assert.is((await rejection(store().queue.offer(id, [], open, 'none'))).code, 'internal');
    assert.is((await rejection(offer(id, ['clara-1', 'anna-3'], open))).code, 'internal');
  });

  test('offer: the limit counts what of the person is waiting, all or none', async () => {
    const id = stream();
    const limited = { ...open, perUserLimit: 3 };
    await store().queue.add(id, [itemOf('anna-1'), itemOf('boris-1')], 'end', 'fill');
    assert.equal(await offer(id, ['anna-2', 'anna-3', 'anna-4'], limited), {
      type: 'over-limit',
      limit: 3,
      present: 1,
    });
    assert.is((await offer(id, ['anna-5', 'anna-6'], limited)).type, 'added');
    assert.is((await offer(id, ['boris-2'], limited)).type, 'added');
    assert.equal(await offer(id, ['anna-7'], { ...limited, place: 'front' }), {
      type: 'over-limit',
      limit: 3,
      present: 3,
    });
    await store().playback.advance(id, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'takes anna-1');
    assert.is((await offer(id, ['anna-8'], limited)).type, 'added', 'what plays does not wait');
    await store().queue.remove(id, { from: 1, to: 2 }, 'takes boris-1 and anna-5');
    assert.is((await offer(id, ['anna-9'], limited)).type, 'added');
    await store().queue.clear(id, 'clear');
    assert.is((await offer(id, ['anna-10', 'anna-11', 'anna-12'], limited)).type, 'added');
    assert.equal(
      await offer(id, ['anna-2', 'anna-3', 'anna-4'], limited),
      { type: 'over-limit', limit: 3, present: 1 },
      'repeated',
    );
  });

  test('offer: many at once under a limit never exceed it', async () => {
    const id = stream();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? store() : other()).queue.offer(
          id,
          [itemOf(`anna-${index}`)],
          { ...open, perUserLimit: 5 },
          `o${index}`,
        ),
      ),
    );
    assert.is(results.filter(({ type }) => type === 'added').length, 5);
    assert.is((await store().queue.read(id)).length, 5);
  });

  test('offer: in a fair queue people take turns', async () => {
    const id = stream();
    await offer(id, ['anna-1', 'anna-2', 'anna-3', 'anna-4'], fair);
    assert.equal(await offer(id, ['boris-1'], fair), {
      type: 'added',
      firstPosition: 2,
      lastPosition: 2,
      length: 5,
      version: 2,
    });
    const two = await offer(id, ['boris-2', 'boris-3'], fair);
    assert.equal(two, { type: 'added', firstPosition: 4, lastPosition: 6, length: 7, version: 3 });
    assert.equal(await namesIn(id), ['anna-1', 'boris-1', 'anna-2', 'boris-2', 'anna-3', 'boris-3', 'anna-4']);
    await offer(id, ['clara-1'], fair);
    await offer(id, ['anna-5'], fair);
    await offer(id, ['clara-0'], { ...fair, place: 'front' });
    assert.equal(await namesIn(id), [
      ...['clara-0', 'anna-1', 'boris-1', 'clara-1', 'anna-2', 'boris-2', 'anna-3', 'boris-3', 'anna-4', 'anna-5'],
    ]);
  });

  test('offer: nobody is put before an own item that was moved back', async () => {
    const id = stream();
    await offer(id, ['anna-1', 'anna-2', 'anna-3'], fair);
    await offer(id, ['boris-1'], fair);
    await store().queue.move(id, { from: 2, to: 4 }, 'boris-1 to the end');
    await offer(id, ['boris-2'], fair);
    assert.equal(await namesIn(id), ['anna-1', 'anna-2', 'anna-3', 'boris-1', 'boris-2']);
  });

  test('offer: turns in a queue of thousands', async () => {
    const id = stream();
    await offer(id, namesOf(makeItems({ prefix: 'anna-', count: 3_000 })), fair);
    const added = await offer(id, namesOf(makeItems({ prefix: 'boris-', count: 1_200 })), fair);
    assert.equal(added, { type: 'added', firstPosition: 2, lastPosition: 2_400, length: 4_200, version: 2 });
    const names = await namesIn(id);
    assert.equal(names.slice(2_396, 2_402), [
      'anna-1199',
      'boris-1199',
      'anna-1200',
      'boris-1200',
      'anna-1201',
      'anna-1202',
    ]);
  });

  test('removeOf: all of one person, nobody else', async () => {
    const id = stream();
    const all = ['anna-1', 'boris-1', 'anna-2', 'clara-1', 'zoe-1', 'anna-3'];
    await store().queue.add(id, all.map(itemOf), 'end', 'fill');
    const removed = await store().queue.removeOf(id, 1, 'one');
    assert.equal(removed, { type: 'done', items: ['anna-1', 'anna-2', 'anna-3'].map(itemOf), length: 3, version: 2 });
    assert.equal(await store().queue.removeOf(id, 1, 'two'), { type: 'none', length: 3 });
    assert.equal(await store().queue.removeOf(id, 1, 'one'), removed, 'repeated');
    assert.is(
      (await store().queue.removeOf(id, 9_007_199_254_740_991, 'three')).type,
      'done',
      'the largest of all user ids',
    );
    assert.equal(await namesIn(id), ['boris-1', 'clara-1']);
  });

  test('shuffle: the same items in another order, by the operation alone', async () => {
    const [one, two] = [stream(), stream()];
    const names = namesOf(makeItems({ prefix: 't', count: 50 }));
    for (const id of [one, two]) await store().queue.add(id, makeItems(names), 'end', 'fill');
    const shuffled = await store().queue.shuffle(one, 'same');
    assert.equal(shuffled, { type: 'done', items: [], length: 50, version: 2 });
    assert.equal(await other().queue.shuffle(one, 'same'), shuffled);
    const order = await namesIn(one);
    assert.not.equal(order, names);
    assert.equal([...order].sort(), [...names].sort());
    await store().queue.shuffle(two, 'same');
    assert.equal(await namesIn(two), order);
    await store().queue.shuffle(two, 'another');
    assert.not.equal(await namesIn(two), order);
    assert.equal(await store().queue.shuffle(stream(), 'empty'), { type: 'none', length: 0 });
  });
}
