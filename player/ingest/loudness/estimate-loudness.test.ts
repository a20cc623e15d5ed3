import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeAudio, musicLike } from '../../../test/fixtures/make-audio.ts';
import { estimateLoudness } from './estimate-loudness.ts';
import { measureLoudness } from './measure-loudness.ts';

const test = suite<{ dir: string }>('estimate and measure loudness');

const never = new AbortController().signal;

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-loudness-'));
});

test.after(({ dir }) => rm(dir, { recursive: true }));

test('measures a known level: a stereo tone 20 dB under full scale', async ({ dir }) => {
  // BS.1770: a 997 Hz sine at 0 dBFS in one channel reads −3.01 LKFS.
  const path = await makeAudio(join(dir, 'tone.wav'), {
    source: "aevalsrc='sin(2*PI*997*t)|sin(2*PI*997*t)':s=48000:d=3,volume=-20dB",
  });
  const stereo = await measureLoudness({ path, channels: 2, signal: never });
  assert.ok(Math.abs(stereo.loudnessLufs + 20) <= 0.2, `${stereo.loudnessLufs}`);
  assert.ok(Math.abs((stereo.truePeakDbtp ?? 0) + 20) <= 0.2, `${stereo.truePeakDbtp}`);
  assert.is(stereo.codec, 'pcm_s16le');
});

test('windows over a long file come near to the whole', async ({ dir }) => {
  const path = await makeAudio(join(dir, 'long.flac'), { source: musicLike(30, -6) });
  const whole = await measureLoudness({ path, channels: 2, signal: never });
  const estimate = await estimateLoudness({ path, channels: 2, signal: never }, 30_000);
  assert.ok(
    Math.abs((estimate?.loudnessLufs ?? 0) - whole.loudnessLufs) < 1,
    `${estimate?.loudnessLufs} ${whole.loudnessLufs}`,
  );
  assert.is(estimate?.truePeakDbtp, null, 'what lies between the windows is not known');
  const misled = await estimateLoudness({ path, channels: 2, signal: never }, 3_600_000);
  assert.ok(
    Math.abs((misled?.loudnessLufs ?? 0) - whole.loudnessLufs) < 1,
    'a wrong duration does not pass for silence',
  );
});

test('a short file is measured whole, one of unknown length from its beginning', async ({ dir }) => {
  const path = await makeAudio(join(dir, 'short.wav'), { source: musicLike(4) });
  const whole = await measureLoudness({ path, channels: 2, signal: never });
  const short = await estimateLoudness({ path, channels: 2, signal: never }, 4_000);
  assert.equal(short, { loudnessLufs: whole.loudnessLufs, truePeakDbtp: whole.truePeakDbtp });
  assert.is((await estimateLoudness({ path, channels: 2, signal: never }, null))?.truePeakDbtp, null);
});

test('what cannot be decoded has no estimate', async ({ dir }) => {
  assert.is(await estimateLoudness({ path: join(dir, 'missing'), channels: 2, signal: never }, 60_000), null);
});

test.run();
