import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createTurns } from './turns.ts';

const test = suite('turns');
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a turn is reached when those before it have ended, in the order they were taken', async () => {
  const turns = createTurns();
  const [first, second, third] = [turns.take(1), turns.take(1), turns.take(1)];
  const reached: string[] = [];
  first.reached.then(() => reached.push('first'));
  second.reached.then(() => reached.push('second'));
  third.reached.then(() => reached.push('third'));
  await settle();
  assert.equal(reached, ['first']);
  // The second is over before its turn came: the third still waits for the first.
  second.end();
  await settle();
  assert.equal(reached, ['first']);
  first.end();
  await settle();
  assert.equal(reached, ['first', 'second', 'third']);
});

test('lines do not wait for each other, and an emptied line begins anew', async () => {
  const turns = createTurns();
  turns.take(1);
  await turns.take(2).reached;
  const alone = turns.take(3);
  alone.end();
  await settle();
  await turns.take(3).reached;
});

test.run();
