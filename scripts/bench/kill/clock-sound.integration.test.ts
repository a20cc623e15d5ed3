import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAudio } from '../../../test/fixtures/read-audio.ts';
import { makeTemporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import {
  clockSeconds,
  findJump,
  longestSilenceMs,
  makeClock,
  type Reading,
  readClocks,
  windowMs,
} from './clock-sound.ts';

const test = suite('clock-sound');

/** A clock that runs from there for so many windows. */
function run(fromMs: number, windows: number, kind = 0): Reading[] {
  return Array.from({ length: windows }, (_, i) => ({ type: 'clock', kind, positionMs: fromMs + i * windowMs }));
}

function silence(windows: number): Reading[] {
  return Array.from({ length: windows }, () => ({ type: 'silence' }));
}

test('tells the kind of clock and the place in it, also after an mp3 encoder', async () => {
  const folder = await makeTemporaryFolder();
  try {
    for (const kind of [3]) {
      const { channels, sampleRate } = await readAudio(await makeClock(join(folder, `${kind}.mp3`), kind));
      const readings = readClocks(channels[0] ?? new Float32Array(), sampleRate);
      for (const [index, reading] of readings.entries()) {
        if (index < 2 || index > (clockSeconds * 1_000) / windowMs - 3) continue;
        if (reading.type !== 'clock') throw new Error(`window ${index} is ${reading.type}`);
        assert.is(reading.kind, kind);
        assert.ok(
          Math.abs(reading.positionMs - (index + 0.5) * windowMs) < 100,
          `window ${index}: ${reading.positionMs}`,
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('silence has no place', () => {
  assert.equal(readClocks(new Float32Array(9_600), 48_000), silence(2));
});

test('after a silence a track goes on where it was; in sound it runs with the time', () => {
  assert.equal(findJump([...run(0, 5), ...silence(30), ...run(500, 5)]), { jumpMs: 0, isResumed: true });
  assert.equal(findJump([...run(5_000, 5), ...silence(30), ...run(5_100, 5)]), { jumpMs: 400, isResumed: true });
  assert.equal(findJump([...run(0, 5), { type: 'other' }, ...run(600, 5)]), { jumpMs: 0, isResumed: false });
  assert.equal(findJump([...run(0, 5), ...run(1_500, 5)]), { jumpMs: 1_000, isResumed: false });
});

test('another track is no jump', () => {
  assert.equal(findJump([...run(60_000, 5, 0), ...run(0, 5, 1)]), { jumpMs: 0, isResumed: false });
});

test('measures the longest silence', () => {
  assert.is(longestSilenceMs([...silence(2), ...run(0, 1), ...silence(3)]), 300);
});

test.run();
