import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type IngestStage, openIngestStage } from '../../../test/fixtures/ingest-stage.ts';
import { makeAudio, musicLike } from '../../../test/fixtures/make-audio.ts';
import { readAudio } from '../../../test/fixtures/read-audio.ts';
import { measureLoudness } from '../loudness/measure-loudness.ts';
import { composePlaceholder, placeholderSeconds } from './compose-placeholder.ts';
import { ensurePlaceholder } from './ensure-placeholder.ts';
import { writeWav } from './write-wav.ts';

const test = suite<{ stage: IngestStage; warnings: string[] }>('placeholder');

const signal = new AbortController().signal;

test.before.each(async (context) => {
  context.stage = await openIngestStage();
  context.warnings = [];
});

test.after.each(({ stage }) => stage.close());

/** Root mean square of a part of a channel, 0…1. */
function level(samples: Float32Array, fromSeconds: number, toSeconds: number): number {
  const part = samples.subarray(fromSeconds * 48_000, toSeconds * 48_000);
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
}

function ensure({ stage, warnings }: { stage: IngestStage; warnings: string[] }, file?: string) {
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  return ensurePlaceholder({ dataDir: stage.dir, file, ingest: stage.ingest, log, signal });
}

test('the bundled one sounds all the time, and its joint is quiet and smooth', () => {
  const { left, right } = composePlaceholder();
  assert.is(left.length, placeholderSeconds * 48_000);
  assert.is(left.length % 960, 0, 'whole frames of 20 ms');
  for (const channel of [left, right]) {
    for (let second = 0; second < placeholderSeconds; second++) {
      assert.ok(level(channel, second, second + 1) > 0.01, `silent at ${second} s`);
    }
    const whole = level(channel, 0, placeholderSeconds);
    const last = channel.length / 48_000;
    assert.ok(level(channel, 0, 0.03) < whole / 30, 'the beginning rises from near-silence');
    assert.ok(level(channel, last - 0.03, last) < whole / 30, 'the end falls to it');
    assert.ok(Math.abs((channel.at(-1) ?? 1) - (channel[0] ?? 0)) < 0.002);
    assert.ok(channel.every((value) => Math.abs(value) <= 0.5));
  }
});

test('a WAV file holds what was written', async ({ stage }) => {
  const path = join(stage.dir, 'made/a.wav');
  const left = Float32Array.from({ length: 960 }, (_, index) => Math.sin(index / 10) / 2);
  const right = left.map((value) => -value);
  await writeWav(path, { left, right });
  const { channels } = await readAudio(path);
  assert.equal(
    channels.map(({ length }) => length),
    [960, 960],
  );
  for (const [index, value] of left.entries()) {
    assert.ok(Math.abs((channels[0]?.[index] ?? 9) - value) < 1e-4);
    assert.ok(Math.abs((channels[1]?.[index] ?? 9) + value) < 1e-4);
  }
});

test('the bundled one is prepared at the first start and found at the second', async (context) => {
  const file = await ensure(context);
  assert.equal([file.state, file.durationMs], ['complete', placeholderSeconds * 1_000]);
  const heard = await measureLoudness({ path: file.path, channels: 2, signal });
  assert.ok(Math.abs(heard.loudnessLufs + 20) <= 0.4, `${heard.loudnessLufs} LUFS`);
  await rm(join(context.stage.dir, 'placeholder'), { recursive: true });
  assert.is((await ensure(context)).path, file.path);
  assert.equal(context.warnings, []);
});

test('PLACEHOLDER_FILE takes its place, also a video; another file under the same name is prepared anew', async (context) => {
  const path = join(context.stage.dir, 'own.mp4');
  const output = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=5', '-shortest', '-c:v', 'libx264', '-c:a', 'aac'];
  await makeAudio(path, { source: musicLike(3), output });
  const file = await ensure(context, path);
  assert.ok(Math.abs((file.durationMs ?? 0) - 3_000) < 300);
  await makeAudio(path, { source: musicLike(2), output });
  const second = await ensure(context, path);
  assert.ok(Math.abs((second.durationMs ?? 0) - 2_000) < 300);
  assert.is.not(second.path, file.path);
  assert.equal(context.warnings, []);
});

test('a PLACEHOLDER_FILE that cannot be played is logged once, and the bundled one plays', async (context) => {
  const bad = join(context.stage.dir, 'bad.mp3');
  await writeFile(bad, await readFile(new URL(import.meta.url)));
  for (const path of [bad, join(context.stage.dir, 'missing.mp3'), context.stage.dir]) {
    context.warnings.length = 0;
    assert.match((await ensure(context, path)).trackId, /bundled/);
    assert.is(context.warnings.length, 1);
    assert.match(context.warnings[0] ?? '', /PLACEHOLDER_FILE/);
  }
});

test.run();
