import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Deed, Ledger, type Seen } from './ledger.ts';

const test = suite('ledger');
const start: Seen = { current: 'A', queue: ['B', 'C'], history: [] };
const none = { type: 'none' } as const;
const clean = { lost: 0, duplicated: 0, outOfOrder: 0, untrue: 0 };

function add(name: string, position: number): Deed {
  return { wish: { type: 'add', name, place: 'end' }, reply: { type: 'done', name, position } };
}

/** The faults found when these deeds lead to what is seen. */
function settle(deeds: readonly Deed[], seen: Partial<Seen>): object {
  const ledger = new Ledger(start, () => undefined);
  ledger.settle(deeds, { ...start, ...seen });
  return { ...ledger.faults };
}

test('what was promised and is there is no fault', () => {
  const move: Deed = { wish: { type: 'move', from: 3, to: 1 }, reply: { type: 'done', name: 'D', position: null } };
  const remove: Deed = { wish: { type: 'remove', from: 3 }, reply: { type: 'done', name: 'C', position: null } };
  assert.equal(settle([add('D', 3), move, remove], { queue: ['D', 'B'] }), clean);
});

test('tracks may end by themselves, and stand in the history then', () => {
  assert.equal(settle([add('D', 2)], { current: 'C', queue: ['D'], history: ['B', 'A'] }), clean);
  assert.equal(settle([], { current: 'B', queue: ['C'], history: [] }), { ...clean, lost: 1 });
  assert.equal(settle([], { current: 'B', queue: ['C'], history: ['A', 'A'] }), { ...clean, duplicated: 1 });
});

test('a track may have ended before something was put at the front, or after it', () => {
  const front: Deed = {
    wish: { type: 'add', name: 'D', place: 'front' },
    reply: { type: 'done', name: 'D', position: 1 },
  };
  const move: Deed = { wish: { type: 'move', from: 2, to: 1 }, reply: { type: 'done', name: 'C', position: null } };
  assert.equal(settle([front, move], { current: 'B', queue: ['C', 'D'], history: ['A'] }), clean);
  assert.equal(settle([front], { current: 'D', queue: ['B', 'C'], history: ['A'] }), clean);
  assert.equal(settle([front], { current: 'C', queue: ['B', 'D'], history: ['A'] }), { ...clean, outOfOrder: 1 });
});

test('an answer that was lost promises nothing, but half a deed is a fault', () => {
  const lost: Deed = { wish: { type: 'add', name: 'D', place: 'front' }, reply: none };
  assert.equal(settle([lost], {}), clean);
  assert.equal(settle([lost], { queue: ['D', 'B', 'C'] }), clean);
  assert.equal(settle([lost], { queue: ['B', 'D', 'C'] }), { ...clean, outOfOrder: 1 });
  assert.equal(settle([lost], { queue: ['D', 'D', 'B', 'C'] }), { ...clean, duplicated: 1 });
  const removal: Deed = { wish: { type: 'remove', from: 1 }, reply: none };
  assert.equal(settle([removal], { queue: ['C'] }), clean);
});

test('losses, doubles and wrong orders are found', () => {
  assert.equal(settle([add('D', 3)], {}), { ...clean, lost: 1 });
  assert.equal(settle([add('D', 3)], { queue: ['B', 'D', 'C'] }), { ...clean, outOfOrder: 1 });
  assert.equal(settle([], { queue: ['B', 'B', 'C'] }), { ...clean, duplicated: 1 });
  const removed: Deed = { wish: { type: 'remove', from: 1 }, reply: { type: 'done', name: 'B', position: null } };
  assert.equal(settle([removed], {}), { ...clean, lost: 1 });
  const skip: Deed = { wish: { type: 'skip' }, reply: { type: 'done', name: 'A', position: null } };
  assert.equal(settle([skip], { current: 'C', queue: [], history: ['B'] }), { ...clean, lost: 1 });
});

test('“I did nothing” must be true', () => {
  const refused: Deed = { wish: { type: 'skip' }, reply: { type: 'refused', text: 'I did nothing' } };
  assert.equal(settle([refused], {}), clean);
  // The skip is not distinguishable from a track that ended; an addition is.
  const add: Deed = {
    wish: { type: 'add', name: 'D', place: 'end' },
    reply: { type: 'refused', text: 'I did nothing' },
  };
  assert.equal(settle([add], { queue: ['B', 'C', 'D'] }), { ...clean, untrue: 1 });
});

test('it goes on from what is there, and counts what was acknowledged', () => {
  const ledger = new Ledger(start, () => undefined);
  ledger.settle([add('D', 3)], start);
  ledger.settle([add('E', 3)], { ...start, queue: ['B', 'C', 'E'] });
  assert.is(ledger.faults.lost, 1);
  assert.is(ledger.acknowledged, 2);
});

test.run();
