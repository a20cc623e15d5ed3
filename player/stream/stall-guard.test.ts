import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { createStallGuard } from './stall-guard.ts';

const suite = createSuite('stall guard');

/** Three tracks in a row have failed. */
function stalled() {
  const guard = createStallGuard();
  for (const generation of [1, 2, 3]) guard.failed(generation);
  return guard;
}

suite('stalls after three failures in a row, each counted once', () => {
  const guard = createStallGuard();
  guard.failed(1);
  guard.failed(1);
  guard.failed(2);
  guard.failed(2);
  assert.is(guard.failedInRow, 2);
  assert.is(guard.isStalled, false);
  guard.failed(3);
  assert.is(guard.isStalled, true);
});

suite('counts anew when a track plays or a person steps in', () => {
  const guard = stalled();
  guard.reset();
  assert.is(guard.isStalled, false);
  guard.failed(4);
  guard.failed(5);
  assert.is(guard.isStalled, false);
});

suite('goes on when the queue is another one than at the stall', () => {
  const guard = stalled();
  assert.is(guard.isLiftedBy(7), false, 'the first look is what it is compared with');
  assert.is(guard.isLiftedBy(7), false);
  assert.is(guard.isLiftedBy(8), true);
  assert.is(guard.isStalled, false);
  assert.is(guard.isLiftedBy(9), false, 'there is nothing to lift');
});

suite('tells of a stall once, and again only when the telling failed', async () => {
  const guard = createStallGuard();
  const told: number[] = [];
  const tell = async (count: number) => void told.push(count);
  await guard.tellOnce(tell);
  assert.equal(told, [], 'nothing is stalled');
  for (const generation of [1, 2, 3]) guard.failed(generation);
  try {
    await guard.tellOnce(() => Promise.reject(new Error('Redis is away')));
    assert.unreachable('the failure is the caller’s to handle');
  } catch {
    await guard.tellOnce(tell);
  }
  await guard.tellOnce(tell);
  assert.equal(told, [3]);
  guard.reset();
  for (const generation of [4, 5, 6]) guard.failed(generation);
  await guard.tellOnce(tell);
  assert.equal(told, [3, 3], 'another stall');
});

suite.run();
