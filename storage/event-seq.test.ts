import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { seqOf } from './event-seq.ts';

const suite = describe('the number of an event');

suite('grows with every id, over the end of a millisecond too', () => {
  const ids = [
    '0-1',
    '1795824000000-0',
    '1795824000000-1',
    '1795824000000-10',
    '1795824000000-2047',
    '1795824000001-0',
  ];
  const numbers = ids.map(seqOf);
  assert.equal(
    numbers,
    [...new Set(numbers)].sort((a, b) => a - b),
  );
});

suite('is an integer that JSON carries exactly, for the next eighty years', () => {
  const seq = seqOf(`${Date.UTC(2109, 0)}-2047`);
  assert.ok(Number.isSafeInteger(seq));
  assert.is(JSON.parse(JSON.stringify(seq)), seq);
});

suite('never runs into the next millisecond', () => {
  assert.ok(seqOf('5-99999') < seqOf('6-0'));
});

suite.run();
