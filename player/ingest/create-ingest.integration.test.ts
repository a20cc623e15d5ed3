import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { type IngestStage, openIngestStage } from '../../test/fixtures/ingest-stage.ts';
import { makeAudio, musicLike } from '../../test/fixtures/make-audio.ts';
import type { AudioFile } from './audio-file.ts';
import { measureLoudness } from './loudness/measure-loudness.ts';
import { judgeOpusFile } from './ogg/opus-fitness.ts';

const test = suite<{ stage: IngestStage }>('ingest');

const never = new AbortController().signal;

test.before(async (context) => {
  context.stage = await openIngestStage();
});

test.after(({ stage }) => stage.close());

/** Loudness of what a listener gets, decoded by ffmpeg. */
const hear = ({ path }: AudioFile) => measureLoudness({ path, channels: 2, signal: never });

async function untilComplete(file: AudioFile): Promise<void> {
  while (file.state === 'growing') await new Promise((resolve) => setTimeout(resolve, 10));
}

const codeOf = (work: Promise<unknown>) =>
  work.then(String, (error) => (error instanceof AppError ? error.code : error));

const opus = ['-c:a', 'libopus', '-b:a', '96k', '-vbr', 'constrained'];

test('peaks that the gain would lift over the ceiling are limited', async ({ stage }) => {
  // A quiet tone with a full-scale knock twice a second: 14 dB between loudness and peak after the gain.
  const source = "aevalsrc='if(lt(mod(t,0.5),0.008),0.9*sin(2*PI*900*t),0.06*sin(2*PI*300*t))':d=5:s=48000";
  await makeAudio(join(stage.dir, 'knocks.wav'), { source, output: ['-ac', '2'] });
  const heard = await hear(await stage.ingest.prepare(stage.track('knocks.wav'), never));
  assert.ok(Math.abs(heard.loudnessLufs + 16) <= 1, `${heard.loudnessLufs} LUFS`);
  assert.ok((heard.truePeakDbtp ?? 0) <= -1, `${heard.truePeakDbtp} dBTP`);
  assert.is((await stage.ingest.figures('knocks_wav'))?.limiter, 'true-peak');
});

test('silence stays silent', async ({ stage }) => {
  await makeAudio(join(stage.dir, 'silence.wav'), { source: 'anullsrc=r=48000:d=1' });
  const file = await stage.ingest.prepare(stage.track('silence.wav'), never);
  assert.is((await hear(file)).loudnessLufs, -70);
  assert.is((await stage.ingest.figures('silence_wav'))?.gainDb, 0);
});

test('Opus that is right already is taken over packet by packet', async ({ stage }) => {
  const first = await makeAudio(join(stage.dir, 'first.wav'), { source: musicLike(4) });
  const { loudnessLufs } = await measureLoudness({ path: first, channels: 2, signal: never });
  const source = `${musicLike(4)},volume=${-16 - loudnessLufs}dB,alimiter=limit=0.7:level=disabled`;
  const original = await makeAudio(join(stage.dir, 'right.opus'), { source, output: opus });
  const file = await stage.ingest.prepare(stage.track('right.opus'), never);
  assert.is((await stage.ingest.figures('right_opus'))?.method, 'copied');
  // The same packets in other pages: nearly the same number of bytes.
  const [before, after] = await Promise.all([stat(original), stat(file.path)]);
  assert.ok(Math.abs(before.size - after.size) < 1_500, `${before.size} ${after.size}`);
});

test('a track never seen is given while it grows, and is complete and right in the end', async ({ stage }) => {
  await makeAudio(join(stage.dir, 'cold.flac'), { source: musicLike(40, -4) });
  const track = stage.track('cold.flac', 40_000);
  const file = await stage.ingest.open(track, never);
  assert.is(file.state, 'growing');
  assert.is(file.durationMs, null);
  assert.ok((await stat(file.path)).size > 2_000, 'its first sound is there');
  await untilComplete(file);
  assert.is(file.state, 'complete');
  assert.ok(Math.abs((file.durationMs ?? 0) - 40_000) < 20);
  const prepared = await stage.ingest.prepare(track, never);
  const heard = await hear(prepared);
  assert.ok(Math.abs(heard.loudnessLufs + 16) <= 1, `${heard.loudnessLufs} LUFS`);
  assert.is((await stage.ingest.open(track, never)).state, 'complete');
  assert.is(stage.fetched.filter((id) => id === track.trackId).length, 1);
  assert.ok(stage.discarded.includes(track.trackId));
});

test('a wrong estimate is heard once: the file is prepared again, the reader keeps its own', async ({ stage }) => {
  // Windows are looked at from 2.25 s on, every 4.5 s: the sound lies between them.
  const windows = 'between(mod(t+2.25,4.5),0.2,3.2)';
  const source = `aevalsrc='if(${windows},0.004,0.4)*sin(2*PI*440*t)':d=30:s=48000`;
  await makeAudio(join(stage.dir, 'tricky.flac'), { source, output: ['-ac', '2'] });
  const track = stage.track('tricky.flac', 30_000);
  const file = await stage.ingest.open(track, never);
  const prepared = await stage.ingest.prepare(track, never);
  assert.is.not(prepared.path, file.path);
  assert.ok((await stat(file.path)).size > 100_000, 'whoever reads the first one still can');
  assert.ok(Math.abs((await hear(prepared)).loudnessLufs + 16) <= 0.4);
  assert.is((await stage.ingest.open(track, never)).path, prepared.path);
});

test('a loudness expected is not estimated again', async ({ stage }) => {
  const path = await makeAudio(join(stage.dir, 'expected.wav'), { source: musicLike(3) });
  const track = stage.track('expected.wav', 3_000);
  stage.ingest.expect(track, path);
  const file = await stage.ingest.open(track, never);
  await untilComplete(file);
  const heard = await hear(await stage.ingest.prepare(track, never));
  assert.ok(Math.abs(heard.loudnessLufs + 16) <= 1, `${heard.loudnessLufs} LUFS`);
});

test('an original that cannot be decoded fails with what ffmpeg said', async ({ stage }) => {
  await writeFile(join(stage.dir, 'bad.mp3'), Buffer.alloc(5_000, 'no sound '));
  for (const work of [
    stage.ingest.prepare(stage.track('bad.mp3'), never),
    stage.ingest.open(stage.track('bad.mp3'), never),
  ]) {
    const error: unknown = await work.catch((thrown) => thrown);
    assert.ok(error instanceof AppError && error.code === 'ingest-failed', String(error));
    assert.ok(error instanceof AppError && error.cause instanceof Error && error.cause.message.length > 20);
  }
  assert.not.ok((await readdir(join(stage.dir, 'cache/prepared'))).some((name) => name.startsWith('bad_mp3')));
});

test('an original that cannot be fetched fails as such', async () => {
  const originals = {
    fetch: async () => Promise.reject(new AppError('source-failed', 'gone')),
    discard: async () => undefined,
  };
  const stage = await openIngestStage({ originals });
  assert.is(await codeOf(stage.ingest.prepare(stage.track('x.mp3'), never)), 'source-failed');
  assert.is(await codeOf(stage.ingest.open(stage.track('x.mp3'), never)), 'source-failed');
  await stage.close();
});

test('a track id that is no file name is refused', async ({ stage }) => {
  const track = { ...stage.track('loud.mp3'), trackId: '../../etc/passwd' };
  assert.is(await codeOf(stage.ingest.open(track, never)), 'internal');
});

test('mono and another bit rate are made when asked for', async () => {
  const stage = await openIngestStage({ channels: 1, bitrateKbps: 48 });
  await makeAudio(join(stage.dir, 'a.wav'), { source: musicLike(4) });
  const file = await stage.ingest.prepare(stage.track('a.wav'), never);
  assert.ok((await judgeOpusFile(file.path, 1)).isFit);
  const heard = await measureLoudness({ path: file.path, channels: 1, signal: never });
  assert.ok(Math.abs(heard.loudnessLufs + 16) <= 0.4, `${heard.loudnessLufs} LUFS`);
  assert.ok(Math.abs((await readFile(file.path)).length / (4 * 6_000) - 1) < 0.2, 'about 6,000 bytes a second');
  await stage.close();
});

test.run();
