import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseGain, correctGain } from './choose-gain.ts';

const test = suite('choose gain');

const loud = { loudnessLufs: -8, truePeakDbtp: 0.5 };

test('brings a loud master down, without a limiter', () => {
  assert.equal(chooseGain(loud, -16, 'ahead'), { gainDb: -8, limiter: 'none', ceilingDb: -2.5, isCapped: false });
});

test('brings a quiet recording up, with a limiter when its peaks would reach the ceiling', () => {
  assert.is(chooseGain({ loudnessLufs: -22, truePeakDbtp: -12 }, -16, 'ahead').limiter, 'none');
  const plan = chooseGain({ loudnessLufs: -22, truePeakDbtp: -3 }, -16, 'ahead');
  assert.is(plan.gainDb, 6);
  assert.is(plan.limiter, 'true-peak');
});

test('takes the cheap limiter when somebody waits, and counts unknown peaks as high', () => {
  assert.is(chooseGain({ loudnessLufs: -14, truePeakDbtp: null }, -16, 'now').limiter, 'sample');
  assert.is(chooseGain({ loudnessLufs: -10, truePeakDbtp: null }, -16, 'now').limiter, 'none');
  assert.equal(chooseGain(null, -16, 'now').gainDb, 0);
});

test('never lifts silence, and near-silence only so far', () => {
  const silence = chooseGain({ loudnessLufs: -70, truePeakDbtp: -120 }, -16, 'ahead');
  assert.equal([silence.gainDb, silence.isCapped], [0, true]);
  const hiss = chooseGain({ loudnessLufs: -60, truePeakDbtp: -50 }, -16, 'ahead');
  assert.equal([hiss.gainDb, hiss.isCapped], [24, true]);
});

test('corrects the gain by what is missing, and turns the limiter on when it may be needed now', () => {
  const plan = chooseGain({ loudnessLufs: -22, truePeakDbtp: -9 }, -16, 'ahead');
  const corrected = correctGain(plan, { loudnessLufs: -16.8, truePeakDbtp: -3 }, -16);
  assert.is(corrected.gainDb, 6.8);
  assert.is(corrected.limiter, 'true-peak');
  assert.is(corrected.ceilingDb, plan.ceilingDb);
});

test('lowers the ceiling by more than a peak was over', () => {
  const plan = chooseGain({ loudnessLufs: -20, truePeakDbtp: 0 }, -16, 'ahead');
  const corrected = correctGain(plan, { loudnessLufs: -16, truePeakDbtp: -0.6 }, -16);
  assert.is(corrected.gainDb, 4);
  assert.ok(corrected.ceilingDb < plan.ceilingDb - 0.4);
});

test('a capped gain stays capped', () => {
  const plan = chooseGain({ loudnessLufs: -60, truePeakDbtp: -50 }, -16, 'ahead');
  assert.is(correctGain(plan, { loudnessLufs: -36, truePeakDbtp: -26 }, -16).gainDb, 24);
});

test.run();
