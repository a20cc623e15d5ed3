import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createQueueLedger } from './queue-ledger.ts';

const suite = describe('the ledger of the queue bench');

/** Client 1 added a, b, c, d; a played, b was removed. */
function opened() {
  const ledger = createQueueLedger();
  for (const itemId of ['a', 'b', 'c', 'd']) ledger.added(1, itemId);
  ledger.added(2, 'x');
  ledger.taken(1, 'a');
  ledger.removed('b');
  return ledger;
}

suite('all where it was said to be', () => {
  assert.equal(opened().check(['c', 'x', 'd']), { lost: 0, duplicated: 0, orderViolations: 0 });
  assert.equal(opened().check(['x', 'c', 'd']), { lost: 0, duplicated: 0, orderViolations: 0 });
});

suite('an item that is nowhere is lost', () => {
  assert.is(opened().check(['c', 'd']).lost, 1);
});

suite('an item that is there twice, or there although it played, is doubled', () => {
  assert.is(opened().check(['c', 'x', 'x', 'd']).duplicated, 1);
  assert.is(opened().check(['a', 'c', 'x', 'd']).duplicated, 1);
});

suite('an item behind a later one of the same client is out of order, unless somebody moved it', () => {
  assert.is(opened().check(['d', 'x', 'c']).orderViolations, 1);
  const ledger = opened();
  ledger.reordered('d');
  assert.is(ledger.check(['d', 'x', 'c']).orderViolations, 0);
});

suite('what played in the wrong order', () => {
  const ledger = opened();
  ledger.taken(3, 'c');
  ledger.taken(2, 'd');
  assert.is(ledger.check(['x']).orderViolations, 1);
});

suite.run();
