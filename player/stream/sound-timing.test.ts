import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createSoundTiming } from './sound-timing.ts';

const test = suite('the waits for sound');

function timing(now = 0) {
  const told: string[] = [];
  const made = createSoundTiming(
    { trackFollowed: (gapMs) => told.push(`followed ${gapMs}`), soundBegan: (ms) => told.push(`began ${ms}`) },
    () => now,
  );
  return { ...made, told };
}

test('the first sound counts from the wish, once', () => {
  const { expect, started, told } = timing(10_450);
  expect(10_000);
  started(77);
  started(99);
  assert.equal(told, ['began 450']);
});

test('a wish from a clock that is ahead of ours took no time', () => {
  const { expect, started, told } = timing(10_000);
  expect(10_200);
  started(0);
  assert.equal(told, ['began 0']);
});

test('the next track counts from the last packet of the one before: gapless are two frames, with the reset packet between', () => {
  const { ended, started, told } = timing();
  ended(1_000);
  started(1_020);
  assert.equal(told, ['followed 40']);
});

test('tracks that fail between two that sound are part of the gap', () => {
  const { ended, started, told } = timing();
  ended(1_000);
  ended(1_200);
  started(1_500);
  assert.equal(told, ['followed 520']);
});

test('a wish after the end of the queue is no transition, and what was put off counts not at all', () => {
  const { ended, expect, started, forget, told } = timing(60_300);
  ended(1_000);
  expect(60_000);
  started(60_300);
  ended(70_000);
  forget();
  started(90_000);
  assert.equal(told, ['began 300']);
});

test.run();
