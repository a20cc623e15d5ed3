import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EmptinessLedger } from './emptiness-ledger.ts';

const test = suite('emptiness ledger');

test('an emptiness that lasts is due, and its end is measured from then', () => {
  const ledger = new EmptinessLedger(6_000);
  ledger.emptied(1, 1_000, 1_005);
  ledger.ended(1, 7_105);
  assert.is(ledger.hasEnded(1), true);
  assert.equal(ledger.settle(20_000), { due: 1, ended: 1, falseEnds: 0, errorsMs: [100] });
});

test('one that did not end is missing', () => {
  const ledger = new EmptinessLedger(6_000);
  ledger.emptied(1, 1_000, 1_000);
  assert.equal(ledger.settle(20_000), { due: 1, ended: 0, falseEnds: 0, errorsMs: [] });
});

test('one that was filled in time, or is young, is not due', () => {
  const ledger = new EmptinessLedger(6_000);
  ledger.emptied(1, 1_000, 1_000);
  ledger.filled(1, 6_000);
  ledger.emptied(2, 19_000, 19_000);
  assert.is(ledger.settle(20_000).due, 0);
});

test('who came and left while no player was there has not been seen', () => {
  const ledger = new EmptinessLedger(6_000);
  ledger.emptied(1, 1_000, 1_000);
  ledger.outage(3_000, 6_000);
  ledger.filled(1, 4_000);
  ledger.emptied(1, 5_000, 5_000);
  ledger.ended(1, 7_050);
  assert.equal(ledger.settle(20_000), { due: 1, ended: 1, falseEnds: 0, errorsMs: [50] });
});

test('who comes when it is due, a moment before the end, meets an end that is right; who was there before, or long since, does not', () => {
  const ledger = new EmptinessLedger(6_000);
  for (const stream of [1, 2, 3]) ledger.emptied(stream, 1_000, 1_000);
  ledger.filled(1, 7_100);
  ledger.ended(1, 7_150);
  ledger.filled(2, 6_900);
  ledger.ended(2, 7_150);
  ledger.filled(3, 7_100);
  ledger.ended(3, 8_200);
  assert.equal(ledger.settle(20_000), { due: 1, ended: 1, falseEnds: 2, errorsMs: [150] });
});

test('a visit in an outage that was seen all the same: the end is measured from after it', () => {
  const ledger = new EmptinessLedger(6_000);
  ledger.emptied(1, 1_000, 1_000);
  ledger.outage(3_000, 6_000);
  ledger.filled(1, 4_000);
  ledger.emptied(1, 5_000, 5_000);
  ledger.ended(1, 11_070);
  assert.equal(ledger.settle(20_000), { due: 1, ended: 1, falseEnds: 0, errorsMs: [70] });
});

test('an end while somebody listens, before the time, or without any emptiness is false', () => {
  const ledger = new EmptinessLedger(6_000);
  ledger.emptied(1, 1_000, 1_000);
  ledger.filled(1, 6_000);
  ledger.ended(1, 7_100);
  ledger.emptied(2, 1_000, 1_000);
  ledger.ended(2, 6_000);
  ledger.ended(3, 6_000);
  assert.is(ledger.settle(20_000).falseEnds, 3);
});

test.run();
