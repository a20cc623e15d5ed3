import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LoopMode, QueueItem } from '../../storage/model.ts';
import { listUpcoming } from './upcoming.ts';

const suite = createSuite('upcoming');

function itemOf(itemId: string): QueueItem {
  const source = { type: 'library' as const, path: itemId };
  const track = { trackId: itemId, title: itemId, performer: null, durationMs: null, source };
  return { itemId, track, addedBy: { id: 1, name: 'x' }, addedAt: 0 };
}

const table: readonly (readonly [LoopMode, string | null, string, boolean, string])[] = [
  ['off', 'c', 'ab', true, 'ab'],
  ['off', null, 'ab', true, 'ab'],
  ['track', 'c', 'ab', true, 'cab'],
  ['track', null, 'ab', true, 'ab'],
  ['queue', 'c', 'ab', true, 'abc'],
  ['queue', 'c', '', true, 'c'],
  ['queue', 'c', 'ab', false, 'ab'],
  ['queue', null, 'ab', true, 'ab'],
];

for (const [loop, current, items, isWhole, expected] of table) {
  suite(`loop ${loop}, ${current ?? 'nothing'} plays, ${items || 'nothing'}${isWhole ? '' : ' and more'} waits`, () => {
    const upcoming = listUpcoming({
      loop,
      isWhole,
      current: current === null ? null : itemOf(current),
      items: [...items].map(itemOf),
    });
    assert.is(upcoming.map(({ itemId }) => itemId).join(''), expected);
  });
}

suite.run();
