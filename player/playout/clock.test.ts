import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { type ClockTime, createPlayoutClock, type PlayoutClock } from './clock.ts';
import { createHistogram } from './histogram.ts';

const test = suite('playout clock');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

/** Time that passes only when told to; `stall` passes it without running what is due, as a busy process does. */
function createManualTime(): ClockTime & { pass(ms: number): void; stall(ms: number): void; pending(): number } {
  let now = 1_000;
  const timers = new Set<{ at: number; action: () => void }>();
  return {
    now: () => now,
    schedule(action, delayMs) {
      const timer = { at: now + delayMs, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.action();
      }
      now = end;
    },
    stall(ms) {
      now += ms;
    },
    pending: () => timers.size,
  };
}

/** A stream that sends every frame. */
function add(clock: PlayoutClock, listener: (skipped: number) => unknown): () => void {
  return clock.add((skipped) => {
    listener(skipped);
    return true;
  });
}

test('calls each listener every 20 ms, for an hour without drift', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  let calls = 0;
  add(clock, () => {
    calls += 1;
  });
  time.pass(3_600_000);
  assert.ok(Math.abs(calls - 180_000) <= 1, `${calls} calls`);
  assert.is(clock.stats().missed, 0);
  clock.close();
});

test('spreads many listeners over the 20 ms, twenty at a time', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  const calledAt: number[][] = [];
  for (let index = 0; index < 100; index += 1) {
    const times: number[] = [];
    calledAt.push(times);
    add(clock, () => times.push(time.now() % 20));
  }
  time.pass(100);
  const phases = calledAt.map((times) => times[1]);
  assert.equal(
    [...new Set(phases)].sort((a, b) => (a ?? 0) - (b ?? 0)),
    [0, 4, 8, 12, 16],
  );
  for (const phase of [0, 4, 8, 12, 16]) assert.is(phases.filter((other) => other === phase).length, 20);
  for (const times of calledAt) assert.is(new Set(times).size, 1, 'each keeps its phase');
  clock.close();
});

test('a short stall is made up for, frame by frame', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  const skips: number[] = [];
  add(clock, (skipped) => skips.push(skipped));
  time.pass(20);
  skips.length = 0;
  time.stall(45);
  time.pass(0);
  assert.equal(skips, [0, 0]);
  assert.is(clock.stats().late, 1, 'one is 25 ms behind, one 5 ms');
  assert.is(clock.stats().missed, 0);
  clock.close();
});

test('after a long stall three frames come at once and the others are given up and counted', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  const skips: number[] = [];
  add(clock, (skipped) => skips.push(skipped));
  time.pass(20);
  skips.length = 0;
  time.stall(1_000);
  time.pass(0);
  assert.equal(skips, [47, 0, 0]);
  assert.is(clock.stats().missed, 47);
  time.pass(200);
  assert.is(skips.length, 13, 'then it goes on in time');
  clock.close();
});

test('lateness is measured, and can be begun anew', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  add(clock, () => undefined);
  time.pass(2_000);
  assert.is(clock.stats().latenessMs.max, 0);
  time.stall(35);
  time.pass(20);
  const { latenessMs, frames } = clock.stats();
  assert.ok(latenessMs.max > 10 && latenessMs.max <= 15, `${latenessMs.max}`);
  assert.ok(latenessMs.p50 <= 1);
  assert.ok(frames >= 100);
  clock.resetStats();
  assert.equal(clock.stats(), { frames: 0, late: 0, missed: 0, latenessMs: { p50: 0, p99: 0, max: 0 } });
  clock.close();
});

test('a listener that throws disturbs no other; a removed one is not called; without any the clock rests', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  let good = 0;
  const removeBad = add(clock, () => {
    throw new Error('broken stream');
  });
  // All of these are called together, in this order.
  const removes = Array.from({ length: 5 }, () =>
    add(clock, () => {
      good += 1;
    }),
  );
  time.pass(40);
  assert.is(good, 15);
  removeBad();
  for (const remove of removes) remove();
  assert.is(time.pending(), 0);
  time.pass(100);
  assert.is(good, 15);
  add(clock, () => {
    good += 1;
  });
  time.pass(19);
  assert.is(good, 16, 'and begins again without making up for the rest');
  clock.close();
  assert.is(time.pending(), 0);
});

test('a listener may end itself while it is called', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  let calls = 0;
  const remove = add(clock, () => {
    calls += 1;
    remove();
  });
  time.pass(100);
  assert.is(calls, 1);
  clock.close();
});

test('frames of a stream that has nowhere to send to count as nothing', () => {
  const time = createManualTime();
  const clock = createPlayoutClock({ log, time });
  clock.add(() => false);
  time.pass(100);
  time.stall(1_000);
  time.pass(0);
  const { frames, late, missed } = clock.stats();
  assert.equal({ frames, late, missed }, { frames: 0, late: 0, missed: 0 });
  clock.close();
});

test('runs on real time', async () => {
  const clock = createPlayoutClock({ log });
  const calledAt: number[] = [];
  await new Promise<void>((resolve) => {
    add(clock, () => {
      if (calledAt.push(performance.now()) === 26) resolve();
    });
  });
  const tookMs = (calledAt.at(-1) ?? 0) - (calledAt[0] ?? 0);
  assert.ok(tookMs > 400, `25 frames in ${tookMs} ms`);
  clock.close();
});

test('histogram: quantiles to a quarter of a millisecond, the maximum exactly', () => {
  const histogram = createHistogram();
  assert.is(histogram.quantile(0.5), 0);
  for (let value = 1; value <= 100; value += 1) histogram.add(value - 0.5);
  assert.is(histogram.quantile(0.5), 49.75);
  assert.is(histogram.quantile(0.99), 98.75);
  histogram.add(1_234.5);
  histogram.add(-1);
  assert.is(histogram.max(), 1_234.5);
  assert.is(histogram.quantile(1), 1_234.5);
  histogram.reset();
  assert.is(histogram.max(), 0);
});

test.run();
