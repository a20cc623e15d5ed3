import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sumUp } from './player-stats.ts';

const test = suite('the figures of a player');

test('streams are summed up by state, listeners over all', () => {
  const { streams, states, listeners } = sumUp([
    { state: 'live', listeners: 3 },
    { state: 'joining', listeners: 0 },
    { state: 'live', listeners: 4 },
  ]);
  assert.equal({ streams, states, listeners }, { streams: 3, states: { live: 2, joining: 1 }, listeners: 7 });
});

test('no streams are zeros', () => assert.equal(sumUp([]), { streams: 0, states: {}, listeners: 0 }));

test.run();
