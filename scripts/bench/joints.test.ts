import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findBurstDb, findJoints } from './joints.ts';

const test = suite('analysis of joints');

/** Sines of given level, one after the other; 48 kHz. */
function sound(parts: readonly { ms: number; level: number; hertz?: number }[]): Float32Array {
  const total = parts.reduce((sum, { ms }) => sum + ms * 48, 0);
  const samples = new Float32Array(total);
  let at = 0;
  for (const { ms, level, hertz = 800 } of parts)
    for (let i = 0; i < ms * 48; i += 1) samples[at++] = level * Math.sin((2 * Math.PI * hertz * i) / 48_000);
  return samples;
}

test('a steady sound has none', () => {
  assert.equal(findJoints([sound([{ ms: 2_000, level: 0.3 }])]), []);
});

test('finds each dip, its place and its length', () => {
  const parts = [
    { ms: 1_000, level: 0.3 },
    { ms: 25, level: 0.0001 },
    { ms: 1_000, level: 0.2, hertz: 1_200 },
    { ms: 50, level: 0 },
    { ms: 1_000, level: 0.3 },
  ];
  const joints = findJoints([sound(parts), sound(parts)]);
  assert.equal(
    joints.map(({ atMs, dipMs }) => [atMs, dipMs]),
    [
      [1_000, 25],
      [2_025, 50],
    ],
  );
  for (const { burstDb } of joints) assert.ok(Math.abs(burstDb) < 0.1, `${burstDb}`);
});

test('a dip counts against the quieter side, a burst against the louder, in whichever channel', () => {
  const calm = sound([
    { ms: 1_000, level: 0.4 },
    { ms: 20, level: 0 },
    { ms: 20, level: 0.07 },
    { ms: 1_000, level: 0.1 },
  ]);
  const burst = sound([
    { ms: 1_000, level: 0.4 },
    { ms: 20, level: 0 },
    { ms: 20, level: 0.8 },
    { ms: 1_000, level: 0.1 },
  ]);
  const [only] = findJoints([calm]);
  assert.is(only?.dipMs, 20, 'what is 3 dB under the quieter side is no dip');
  const [joint] = findJoints([calm, burst]);
  assert.ok(Math.abs((joint?.burstDb ?? 0) - 6) < 0.2, `${joint?.burstDb}`);
});

test('a burst is found where nothing dips', () => {
  const loud = { ms: 1_000, level: 0.4 };
  const quiet = { ms: 1_000, level: 0.1 };
  assert.ok(Math.abs(findBurstDb([sound([loud, quiet])])) < 0.1);
  const burstDb = findBurstDb([sound([loud, { ms: 10, level: 0.8 }, quiet])]);
  assert.ok(Math.abs(burstDb - 6) < 0.2, `${burstDb}`);
});

test.run();
