import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { autoEndOf, planEnd } from './auto-end.ts';

const test = suite('when a stream ends by itself');

const minute = 60_000;
const unset = { isAutoEndOn: null, autoEndMinutes: null };
const on = (minutes: number) => ({ isOn: true, minutes });
const empty = (emptySince: number, keptAt: number | null = null) => ({ emptySince, keptAt });

test('a stream is set as the installation, where it does not say otherwise', () => {
  assert.equal(autoEndOf(unset, 5), { isOn: true, minutes: 5 });
  assert.equal(autoEndOf(unset, 0.1), { isOn: true, minutes: 0.1 });
  assert.equal(autoEndOf(unset, 'off'), { isOn: false, minutes: 5 });
  assert.equal(autoEndOf({ isAutoEndOn: true, autoEndMinutes: null }, 'off'), { isOn: true, minutes: 5 });
  assert.equal(autoEndOf({ isAutoEndOn: false, autoEndMinutes: 20 }, 5), { isOn: false, minutes: 20 });
  assert.equal(autoEndOf({ isAutoEndOn: null, autoEndMinutes: 20 }, 5), { isOn: true, minutes: 20 });
});

test('ten minutes are ten minutes, from when the last listener left', () => {
  assert.is(planEnd(on(10), empty(1_000))?.endsAt, 1_000 + 10 * minute);
});

test('it does not end while somebody listens, nothing is known, or it is off', () => {
  assert.is(planEnd(on(10), { emptySince: null, keptAt: null }), null);
  assert.is(planEnd(on(10), null), null);
  assert.is(planEnd({ isOn: false, minutes: 10 }, empty(1_000)), null);
});

test('kept: one more full timeout from then on', () => {
  assert.is(planEnd(on(5), empty(0, 4 * minute))?.endsAt, 9 * minute);
});

test('the warning comes a minute before, or at half time', () => {
  assert.is(planEnd(on(5), empty(0))?.warnsAt, 4 * minute);
  assert.is(planEnd(on(2), empty(0))?.warnsAt, minute);
  assert.is(planEnd(on(1), empty(0))?.warnsAt, minute / 2);
  assert.is(planEnd(on(0.1), empty(0))?.warnsAt, 3_000);
});

test.run();
