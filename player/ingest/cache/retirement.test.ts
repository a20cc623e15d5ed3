import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createRetirement } from './retirement.ts';

const test = suite('retirement');

test('keeps files until it is closed, and does not keep the process', async () => {
  const removed: string[] = [];
  const retired = createRetirement(async (path) => void removed.push(path));
  retired.add('a');
  retired.add('b');
  assert.equal(removed, []);
  await retired.close();
  assert.equal(removed, ['a', 'b']);
  await retired.close();
  assert.equal(removed, ['a', 'b']);
});

test.run();
