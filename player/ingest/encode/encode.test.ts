import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { createLog } from '../../../log.ts';
import { makeAudio, musicLike } from '../../../test/fixtures/make-audio.ts';
import { readAudio } from '../../../test/fixtures/read-audio.ts';
import type { GainPlan } from '../loudness/choose-gain.ts';
import { readOpusDurationMs } from '../ogg/opus-duration.ts';
import { copyArgs, encodeArgs } from './opus-args.ts';
import { runEncode } from './run-encode.ts';

const test = suite<{ dir: string }>('encode');

const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const signal = new AbortController().signal;
const plan: GainPlan = { gainDb: 0, limiter: 'none', ceilingDb: -2.5, isCapped: false };
const stereo = { channels: 2, bitrateKbps: 128 } as const;

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-encode-'));
});

test.after(({ dir }) => rm(dir, { recursive: true }));

const encode = (originalPath: string, outputArgs: readonly string[]) =>
  runEncode({ originalPath, outputArgs, niceness: 0, signal, log });

/** The filters among ffmpeg's options for a plan. */
function filtersOf(changes: Partial<GainPlan>, channels: 1 | 2): string {
  const args = encodeArgs('x', { ...plan, ...changes }, { ...stereo, channels }, 'ahead');
  return args[args.indexOf('-af') + 1] ?? '';
}

const peakOf = (samples: Float32Array | undefined) =>
  samples?.reduce((max, value) => Math.max(max, Math.abs(value)), 0) ?? 0;

test('filters: the gain comes before the limiter, the true-peak one works at 192 kHz', () => {
  assert.is(
    filtersOf({ gainDb: -3.25 }, 2),
    'aresample=48000,aformat=sample_fmts=flt:channel_layouts=stereo,volume=-3.25dB,aformat=sample_fmts=flt',
  );
  assert.match(filtersOf({ limiter: 'sample' }, 1), /layouts=mono,volume=0dB,alimiter=limit=0\.74989:/);
  assert.match(filtersOf({ limiter: 'true-peak' }, 2), /,aresample=192000,alimiter=[^,]+,aresample=48000,/);
});

test('the same input gives the same bytes: whoever reads a file that is begun anew notices nothing', async ({
  dir,
}) => {
  const original = await makeAudio(join(dir, 'a.wav'), { source: musicLike(3) });
  const paths = [join(dir, '1.opus'), join(dir, '2.opus')];
  for (const path of paths) await encode(original, encodeArgs(path, { ...plan, limiter: 'sample' }, stereo, 'now'));
  const [first, second] = await Promise.all(paths.map((path) => readFile(path)));
  assert.ok(first && second && first.equals(second));
});

test('left stays left, right stays right, length and level are kept', async ({ dir }) => {
  const source = "aevalsrc='0.5*sin(2*PI*440*t)|0.25*sin(2*PI*660*t)':s=48000:d=2";
  const original = await makeAudio(join(dir, 'lr.wav'), { source });
  const path = join(dir, 'lr.opus');
  await encode(original, encodeArgs(path, plan, stereo, 'ahead'));
  assert.is(await readOpusDurationMs(path), 2_000);
  const { channels } = await readAudio(path);
  const [left, right] = channels.map((channel) => peakOf(channel.subarray(9_600, 86_400)));
  assert.ok(Math.abs((left ?? 0) - 0.5) < 0.03, `${left}`);
  assert.ok(Math.abs((right ?? 0) - 0.25) < 0.03, `${right}`);
});

test('the limiters keep their ceiling and leave quiet parts alone', async ({ dir }) => {
  const source = "aevalsrc='if(between(t,1,1.2),0.95,0.1)*sin(2*PI*500*t)':s=48000:d=2";
  const original = await makeAudio(join(dir, 'bump.wav'), { source, output: ['-ac', '2', '-c:a', 'pcm_f32le'] });
  for (const limiter of ['sample', 'true-peak'] as const) {
    const path = join(dir, `${limiter}.opus`);
    await encode(original, encodeArgs(path, { ...plan, limiter, ceilingDb: -6 }, stereo, 'ahead'));
    const [left] = (await readAudio(path)).channels;
    // The codec adds some tenths of a decibel.
    assert.ok(peakOf(left) < 0.56, `${limiter} ${peakOf(left)}`);
    const quiet = peakOf(left?.subarray(4_800, 43_200));
    assert.ok(quiet > 0.06 && quiet < 0.13, `${limiter} ${quiet}`);
  }
});

test('copying takes the packets as they are, without tags', async ({ dir }) => {
  const output = ['-c:a', 'libopus', '-metadata', 'title=Secret'];
  const original = await makeAudio(join(dir, 'tagged.opus'), { source: musicLike(2), output });
  const path = join(dir, 'copied.opus');
  await encode(original, copyArgs(path));
  assert.is(await readOpusDurationMs(path), await readOpusDurationMs(original));
  assert.not.ok((await readFile(path)).includes('Secret'));
});

test('a failure carries what ffmpeg said', async ({ dir }) => {
  const path = join(dir, 'none.opus');
  const error: unknown = await encode(join(dir, 'missing.wav'), encodeArgs(path, plan, stereo, 'now')).catch((e) => e);
  assert.ok(error instanceof AppError && error.code === 'ingest-failed');
  assert.match(String(error instanceof Error && error.cause), /No such file/);
});

test.run();
