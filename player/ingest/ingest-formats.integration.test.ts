import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type IngestStage, openIngestStage } from '../../test/fixtures/ingest-stage.ts';
import { makeAudio, musicLike } from '../../test/fixtures/make-audio.ts';
import { measureLoudness } from './loudness/measure-loudness.ts';
import { judgeOpusFile } from './ogg/opus-fitness.ts';

const test = suite<{ stage: IngestStage }>('ingest of all formats');

const never = new AbortController().signal;

test.before(async (context) => {
  context.stage = await openIngestStage();
});

test.after(({ stage }) => stage.close());

const opus = ['-c:a', 'libopus', '-b:a', '96k', '-vbr', 'constrained'];
const video = [
  '-f',
  'lavfi',
  '-i',
  'testsrc2=s=64x64:r=5',
  '-shortest',
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-c:a',
  'aac',
];

for (const [name, gainDb, output] of [
  ['loud.mp3', 0, []],
  ['middle.flac', -8, []],
  ['quiet.ogg', -12, ['-c:a', 'libvorbis']],
  ['mono.wav', -6, ['-ac', '1', '-ar', '22050']],
  ['surround.m4a', -6, ['-ac', '6', '-c:a', 'aac']],
  ['voice.opus', -14, ['-ac', '1', ...opus, '-frame_duration', '60']],
  ['clip.mp4', -6, video],
] as const) {
  test(`${name} becomes −16 LUFS, at most −1 dBTP, in 20 ms frames`, async ({ stage }) => {
    await makeAudio(join(stage.dir, name), { source: musicLike(3, gainDb), output });
    const track = stage.track(name, 3_000);
    const file = await stage.ingest.prepare(track, never);
    assert.is(file.state, 'complete');
    assert.ok(Math.abs((file.durationMs ?? 0) - 3_000) < 80, `${file.durationMs} ms`);
    const heard = await measureLoudness({ path: file.path, channels: 2, signal: never });
    assert.ok(Math.abs(heard.loudnessLufs + 16) <= 0.4, `${heard.loudnessLufs} LUFS`);
    assert.ok((heard.truePeakDbtp ?? 0) <= -1, `${heard.truePeakDbtp} dBTP`);
    assert.ok((await judgeOpusFile(file.path, 2)).isFit);
    const figures = await stage.ingest.figures(track.trackId);
    assert.is(figures?.loudnessLufs, heard.loudnessLufs);
    assert.is(figures?.truePeakDbtp, heard.truePeakDbtp);
  });
}

test.run();
