import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { createFailureGuard } from './failure-guard.ts';

const suite = createSuite('failure guard');
const { signal } = new AbortController();

function stage(holdMs: number) {
  let nowMs = 0;
  const guard = createFailureGuard({ holdMs, now: () => nowMs });
  return {
    guard,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

suite('holds after three failures in a row, for its time', () => {
  const { guard, pass } = stage(1_000);
  guard.failed();
  guard.failed();
  assert.is(guard.isHolding, false);
  guard.failed();
  assert.is(guard.isHolding, true);
  pass(1_000);
  assert.is(guard.isHolding, false);
  guard.failed();
  assert.is(guard.isHolding, true, 'still in a row');
});

suite('begins anew when a track plays or a person steps in', () => {
  const { guard } = stage(1_000);
  for (let count = 0; count < 3; count += 1) guard.failed();
  guard.reset();
  assert.is(guard.isHolding, false);
  guard.failed();
  assert.is(guard.isHolding, false);
});

suite('tells when the hold is over, unless stopped before', async () => {
  const guard = createFailureGuard({ holdMs: 20 });
  for (let count = 0; count < 3; count += 1) guard.failed();
  await new Promise<void>((resolve) => guard.whenOver(resolve, signal));
  const stopped = new AbortController();
  let told = false;
  guard.failed();
  guard.whenOver(() => {
    told = true;
  }, stopped.signal);
  stopped.abort();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.is(told, false);
});

suite.run();
