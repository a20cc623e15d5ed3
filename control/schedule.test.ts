import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Playback, QueueItem } from '../storage/model.ts';
import { remainingMs, startTimes, totalMs } from './schedule.ts';

const test = suite('schedule');

function item(durationMs: number | null): QueueItem {
  const track = {
    trackId: 't',
    title: 't',
    performer: null,
    durationMs,
    source: { type: 'library', path: 't' },
  } as const;
  return { itemId: 'i', track, addedBy: { id: 1, name: 'x' }, addedAt: 0 };
}

function playing(current: QueueItem | null, more: Partial<Playback> = {}): Playback {
  return {
    streamId: -1,
    isOn: true,
    sessionId: 's',
    isPaused: false,
    generation: 1,
    current,
    positionMs: 0,
    seekSerial: 0,
    startedAt: 0,
    ...more,
  };
}

test('each track starts when all before it are over', () => {
  const playback = playing(item(100_000), { positionMs: 40_000 });
  assert.equal(startTimes(playback, [item(10_000), item(20_000), item(5_000)]), [60_000, 70_000, 90_000]);
});

test('with nothing playing the first starts at once', () => {
  assert.equal(startTimes(playing(null), [item(10_000), item(1)]), [0, 10_000]);
});

test('behind something of unknown length nothing can be told', () => {
  assert.equal(startTimes(playing(item(10_000)), [item(null), item(1_000), item(1)]), [10_000, null, null]);
  assert.equal(startTimes(playing(item(null)), [item(1)]), [null]);
});

test('while paused or off the air nothing can be told', () => {
  assert.equal(startTimes(playing(item(1_000), { isOn: false }), [item(1)]), [null]);
  assert.equal(startTimes(playing(item(1_000), { isPaused: true }), [item(1)]), [null]);
});

test('a position past the end leaves nothing, not less', () => {
  assert.is(remainingMs(playing(item(1_000), { positionMs: 2_000 })), 0);
  assert.is(remainingMs(playing(null)), 0);
  assert.is(remainingMs(playing(item(null))), null);
});

test('the total is the sum, or unknown', () => {
  assert.is(totalMs([]), 0);
  assert.is(totalMs([item(1), item(2)]), 3);
  assert.is(totalMs([item(1), item(null)]), null);
});

test.run();
