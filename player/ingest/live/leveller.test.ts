import { finished } from 'node:stream/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createKWeighting } from './k-weighting.ts';
import { createLeveller } from './leveller.ts';

const test = suite('leveller');
const rate = 48_000;

/** `levelAt(second)`: peak level of a 997 Hz tone, dB below full scale; both channels. */
function tone(seconds: number, levelAt: (second: number) => number): Buffer {
  const sound = Buffer.alloc(seconds * rate * 8);
  for (let i = 0; i < seconds * rate; i++) {
    const value = 10 ** (levelAt(i / rate) / 20) * Math.sin((2 * Math.PI * 997 * i) / rate);
    sound.writeFloatLE(value, i * 8);
    sound.writeFloatLE(value, i * 8 + 4);
  }
  return sound;
}

async function level(sound: Buffer): Promise<Buffer> {
  const leveller = createLeveller(2);
  const out: Buffer[] = [];
  leveller.on('data', (chunk: Buffer) => out.push(chunk));
  // Odd pieces, as pipes give them.
  for (let at = 0; at < sound.length; at += 65_001) leveller.write(sound.subarray(at, at + 65_001));
  leveller.end();
  await finished(leveller);
  return Buffer.concat(out);
}

/** Of some seconds, LUFS (ungated). */
function lufs(sound: Buffer, from: number, to: number): number {
  const weighting = createKWeighting();
  let sum = 0;
  for (let i = from * rate; i < to * rate; i++) sum += weighting.weigh(sound.readFloatLE(i * 8)) ** 2 * 2;
  return -0.691 + 10 * Math.log10(sum / ((to - from) * rate));
}

test('the weighting is that of BS.1770: a full-scale 997 Hz tone in one channel is −3.01 LUFS', () => {
  const weighting = createKWeighting();
  let sum = 0;
  for (let i = 0; i < rate * 2; i++) {
    const weighted = weighting.weigh(Math.sin((2 * Math.PI * 997 * i) / rate));
    if (i >= rate) sum += weighted * weighted;
  }
  assert.ok(Math.abs(-0.691 + 10 * Math.log10(sum / rate) + 3.01) < 0.05);
});

test('quiet and loud stations come out at −16 LUFS, from the first second on, not a sample lost', async () => {
  for (const levelDb of [-30, -16, -3]) {
    const sound = tone(6, () => levelDb);
    const out = await level(sound);
    assert.is(out.length, sound.length);
    for (const from of [0, 2, 5]) assert.ok(Math.abs(lufs(out, from, from + 1) + 16) < 0.5, `${levelDb} dB, ${from} s`);
  }
});

test('a pause is not filled with noise, and what follows it is no louder', async () => {
  const out = await level(tone(12, (second) => (second >= 4 && second < 8 ? -60 : -16)));
  assert.ok(Math.abs(lufs(out, 3, 4) - lufs(out, 8, 9)) < 0.5);
  assert.ok(lufs(out, 6, 7) < -55);
});

test('the gain moves slowly: no pumping', async () => {
  const out = await level(tone(12, (second) => (second < 6 ? -16 : -24)));
  for (let second = 7; second < 12; second++) {
    const step = lufs(out, second, second + 1) - lufs(out, second - 1, second);
    if (second > 7) assert.ok(Math.abs(step) < 0.7, `${step} dB in second ${second}`);
  }
});

test('silence stays silence', async () => {
  const out = await level(tone(2, () => Number.NEGATIVE_INFINITY));
  assert.ok(out.every((byte) => byte === 0 || byte === 0x80));
});

test.run();
