import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAudio, type Sound } from '../../test/fixtures/read-audio.ts';
import { peakDb, rmsDb, toneShare } from '../../test/fixtures/spectrum.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { type DemoTrack, makeDemoTracks } from './make-demo-tracks.ts';
import { noteFrequency } from './mix.ts';
import { scores } from './scores.ts';

interface Context {
  folder: string;
  tracks: readonly DemoTrack[];
  /** Left and right of each track, decoded. */
  sounds: readonly Sound[];
}

const test = suite<Context>('make-demo-tracks');

test.before(async (context) => {
  context.folder = await makeTemporaryFolder();
  context.tracks = await makeDemoTracks(context.folder);
  context.sounds = await Promise.all(context.tracks.map(({ path }) => readAudio(path)));
});
test.after(async ({ folder }) => {
  await rm(folder, { recursive: true, force: true });
});

test('three tracks of 30–60 s, loud enough and not clipped, in stereo', ({ tracks, sounds }) => {
  assert.is(tracks.length, 3);
  for (const [index, { durationSec, title }] of tracks.entries()) {
    const { channels = [], sampleRate = 1 } = sounds[index] ?? {};
    const [left, right] = channels;
    assert.ok(left !== undefined && right !== undefined);
    const seconds = left.length / sampleRate;
    assert.ok(Math.abs(seconds - durationSec) < 1, `${title} says ${durationSec}, lasts ${seconds}`);
    assert.ok(seconds >= 30 && seconds <= 60, title);
    for (const channel of [left, right]) {
      assert.ok(rmsDb(channel) > -24, `${title}: ${rmsDb(channel)} dB`);
      assert.ok(peakDb(channel) < 0, `${title}: ${peakDb(channel)} dB`);
    }
    const side = left.map((value, at) => (value - (right[at] ?? 0)) / 2);
    assert.ok(rmsDb(side) > rmsDb(left) - 20, `${title} is as good as mono`);
  }
});

test('the first bar sounds the notes of its chord, and not their neighbours', ({ tracks, sounds }) => {
  for (const [index, { title }] of tracks.entries()) {
    const { channels = [], sampleRate = 1 } = sounds[index] ?? {};
    const [left] = channels;
    assert.ok(left !== undefined);
    const bar = left.subarray(0, Math.floor(sampleRate * 1.5));
    const chord = (scores[index]?.chords[0] ?? []).slice(1);
    // The left voice of the pad is a little flat (render-score.ts).
    const share = (notes: readonly number[]) =>
      notes.reduce((sum, note) => sum + toneShare(bar, sampleRate, noteFrequency(note) * 0.9978), 0);
    const neighbours = chord.map((note) => note + 1).filter((note) => !chord.includes(note));
    assert.ok(share(chord) > 10 * share(neighbours), `${title}: ${share(chord)} against ${share(neighbours)}`);
  }
});

test('tracks that are there are kept, and nothing is left half made', async ({ folder, tracks }) => {
  const before = tracks.map(({ path }) => statSync(path).mtimeMs);
  assert.equal(await makeDemoTracks(folder), tracks);
  assert.equal(
    tracks.map(({ path }) => statSync(path).mtimeMs),
    before,
  );
  for (const { fileName } of scores) assert.not(existsSync(join(folder, `unfinished-${fileName}`)));
});

test.run();
