import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { backoffMs } from './backoff.ts';

const suite = createSuite('backoff');

suite('doubles from 0.3 s to 15 s', () => {
  const middle = () => 0.5;
  assert.equal(
    [0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => backoffMs(attempt, middle)),
    [300, 600, 1_200, 2_400, 4_800, 9_600, 15_000, 15_000],
  );
});

suite('spreads by 30 % to both sides', () => {
  assert.is(
    backoffMs(1, () => 0),
    420,
  );
  assert.is(
    backoffMs(1, () => 1),
    780,
  );
  const drawn = new Set(Array.from({ length: 50 }, () => backoffMs(5)));
  assert.ok(drawn.size > 10, 'streams that fell together come back apart');
});

suite.run();
