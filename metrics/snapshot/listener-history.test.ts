import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { addListeners } from './listener-history.ts';
import type { ListenerPoint } from './live-stream.ts';

const suite = describe('the history of listeners');
const add = (points: readonly ListenerPoint[]) => points.reduce(addListeners, [] as readonly ListenerPoint[]);

suite('keeps one point for ten seconds, with the latest count', () => {
  const points = [
    { at: 1_000, count: 1 },
    { at: 4_000, count: 2 },
    { at: 9_999, count: 3 },
    { at: 10_000, count: 4 },
  ];
  assert.equal(add(points), [
    { at: 1_000, count: 3 },
    { at: 10_000, count: 4 },
  ]);
});

suite('forgets what is older than ten minutes, but for what they began with', () => {
  const points = [0, 100_000, 200_000, 700_000, 790_000].map((at, count) => ({ at, count }));
  assert.equal(
    add(points).map(({ at }) => at),
    [100_000, 200_000, 700_000, 790_000],
  );
  assert.is(add(Array.from({ length: 3_600 }, (_, i) => ({ at: i * 1_000, count: i }))).length, 61);
});

suite('an older count than the latest changes nothing', () => {
  const points = [{ at: 50_000, count: 5 }];
  assert.is(addListeners(points, { at: 49_000, count: 9 }), points);
});

suite.run();
