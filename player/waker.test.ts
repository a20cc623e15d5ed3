import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { createWaker, pauseFor } from './waker.ts';

const suite = createSuite('waker');
const forever = new AbortController().signal;

suite('wakes a sleeper', async () => {
  const waker = createWaker();
  const woken = waker.wait(60_000, forever);
  waker.wake();
  await woken;
});

suite('remembers one call that came while nobody slept', async () => {
  const waker = createWaker();
  waker.wake();
  waker.wake();
  await waker.wait(60_000, forever);
  let isOver = false;
  const second = waker.wait(30, forever).then(() => {
    isOver = true;
  });
  await Promise.resolve();
  assert.is(isOver, false, 'the second wait is a real one');
  await second;
});

suite('ends when the signal aborts, also when it aborted before', async () => {
  const stop = new AbortController();
  const waker = createWaker();
  const waiting = waker.wait(60_000, stop.signal);
  stop.abort();
  await waiting;
  await waker.wait(60_000, stop.signal);
  await pauseFor(60_000, stop.signal);
});

suite('sleeps its time', async () => {
  const startedAt = performance.now();
  await pauseFor(30, forever);
  assert.ok(performance.now() - startedAt >= 25);
});

suite.run();
