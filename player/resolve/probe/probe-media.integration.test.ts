import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { makeAudio } from '../../../test/fixtures/make-audio.ts';
import { endsEarly } from './find-cut.ts';
import { probeMedia } from './probe-media.ts';

const test = suite<{ dir: string }>('probe media');

const never = new AbortController().signal;

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-probe-'));
});

test.after(({ dir }) => rm(dir, { recursive: true }));

const formats = [
  ['mp3', 'a.mp3', []],
  ['flac', 'a.flac', []],
  ['wav', 'a.wav', []],
  ['ogg vorbis', 'a.ogg', ['-c:a', 'libvorbis']],
  ['opus', 'a.opus', ['-c:a', 'libopus']],
  ['ogg flac', 'a.oga', ['-c:a', 'flac']],
  ['m4a, index at the end', 'end.m4a', []],
  ['m4a, index at the beginning', 'begin.m4a', ['-movflags', '+faststart']],
  ['webm', 'a.webm', ['-c:a', 'libopus']],
  ['mkv', 'a.mkv', []],
  ['aiff', 'a.aiff', []],
  ['avi', 'a.avi', []],
  ['wavpack', 'a.wv', []],
] as const;

for (const [what, name, output] of formats) {
  test(`${what}: whole is playable, half is truncated`, async ({ dir }) => {
    const path = await makeAudio(join(dir, name), {
      source: 'sine=440:d=4',
      output: ['-metadata', 'title=T', ...output],
    });
    const whole = await probeMedia(path, true, never);
    assert.is(whole.type, 'ok', JSON.stringify(whole));
    if (whole.type === 'ok') assert.ok(Math.abs(whole.durationMs - 4_000) < 100, `${whole.durationMs} ms`);
    const bytes = await readFile(path);
    const cut = join(dir, `cut-${name}`);
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.5)));
    assert.equal(await probeMedia(cut, true, never), { type: 'refused', refusal: { code: 'truncated' } });
  });
}

test('formats that declare no length are played as far as they go', async ({ dir }) => {
  for (const [name, output] of [
    ['a.aac', []],
    ['bare.mp3', ['-write_xing', '0']],
    ['a.ts', []],
  ] as const) {
    const path = await makeAudio(join(dir, name), { source: 'sine=440:d=4', output });
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const probed = await probeMedia(path, true, never);
    assert.ok(probed.type === 'ok' && Math.abs(probed.durationMs - 2_000) < 250, `${name} ${JSON.stringify(probed)}`);
  }
});

test('a duration guessed from the bit rate is not taken for a declared one', async ({ dir }) => {
  // Loud noise, then silence, in variable bit rate without a Xing header: ffprobe guesses less than half of its length, or far too much.
  const noise = 'anoisesrc=d=3:a=0.8';
  for (const [name, first, second] of [
    ['falling.mp3', noise, 'anullsrc=d=9'],
    ['rising.mp3', 'anullsrc=d=9', noise],
  ] as const) {
    const path = join(dir, name);
    const graph = `${first},aformat=channel_layouts=mono:sample_rates=44100[a];${second},aformat=channel_layouts=mono:sample_rates=44100[b];[a][b]concat=v=0:a=1`;
    await promisify(execFile)('ffmpeg', [
      '-v',
      'error',
      '-filter_complex',
      graph,
      '-q:a',
      '2',
      '-write_xing',
      '0',
      path,
    ]);
    const probed = await probeMedia(path, true, never);
    assert.ok(probed.type === 'ok' && Math.abs(probed.durationMs - 12_000) < 500, `${name} ${JSON.stringify(probed)}`);
  }
});

test('WAV and FLAC from writers that could not go back are whole', async ({ dir }) => {
  for (const format of ['wav', 'flac']) {
    const { stdout } = await promisify(execFile)(
      'ffmpeg',
      ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=2', '-f', format, 'pipe:1'],
      { encoding: 'buffer' },
    );
    const path = join(dir, `piped.${format}`);
    await writeFile(path, stdout);
    const probed = await probeMedia(path, true, never);
    assert.ok(probed.type === 'ok' && Math.abs(probed.durationMs - 2_000) < 100, `${format} ${JSON.stringify(probed)}`);
  }
});

test('tags are read wherever they stand', async ({ dir }) => {
  const output = ['-metadata', 'title=Ünï 🎵', '-metadata', 'artist=Кино'];
  for (const name of ['tags.mp3', 'tags.flac', 'tags.ogg', 'tags.m4a']) {
    const probed = await probeMedia(await makeAudio(join(dir, name), { output }), true, never);
    assert.ok(probed.type === 'ok', name);
    if (probed.type === 'ok') assert.equal([probed.title, probed.performer], ['Ünï 🎵', 'Кино'], name);
  }
});

test('junk before and cover art beside the sound do no harm', async ({ dir }) => {
  const sound = await readFile(await makeAudio(join(dir, 'clean.mp3')));
  await writeFile(join(dir, 'junk.mp3'), Buffer.concat([Buffer.alloc(3_000, 'rubbish '), sound]));
  assert.is((await probeMedia(join(dir, 'junk.mp3'), true, never)).type, 'ok');
  const picture = await makeAudio(join(dir, 'cover.png'), { source: 'color=s=64x64', output: ['-frames:v', '1'] });
  const output = ['-i', picture, '-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v', 'attached_pic'];
  assert.is((await probeMedia(await makeAudio(join(dir, 'cover.mp3'), { output }), true, never)).type, 'ok');
});

test('refuses what has no sound', async ({ dir }) => {
  const path = (name: string) => join(dir, name);
  await makeAudio(path('silent-film.mp4'), { source: 'testsrc2=d=1:s=64x64', output: ['-c:v', 'libx264'] });
  await makeAudio(path('p.png'), { source: 'color=s=64x64', output: ['-frames:v', '1'] });
  await makeAudio(path('p.jpg'), { source: 'color=s=64x64', output: ['-frames:v', '1'] });
  await makeAudio(path('tiny.wav'), { source: 'sine=d=0.05' });
  await writeFile(path('empty.mp3'), '');
  await writeFile(path('random.mp3'), randomBytes(100_000));
  await writeFile(path('zeros.mp3'), Buffer.alloc(100_000));
  await writeFile(path('notes.txt'), 'hello there\n'.repeat(100));
  await writeFile(path('page.mp3'), '<!doctype html><html><body>Not found</body></html>');
  for (const [name, claimsAudio, code] of [
    ['silent-film.mp4', true, 'no-audio'],
    ['p.png', false, 'no-audio'],
    ['p.jpg', true, 'no-audio'],
    ['notes.txt', false, 'no-audio'],
    ['tiny.wav', true, 'zero-length'],
    ['empty.mp3', true, 'empty-file'],
    ['random.mp3', true, 'unreadable'],
    ['zeros.mp3', true, 'unreadable'],
    ['page.mp3', true, 'unreadable'],
  ] as const) {
    assert.equal(await probeMedia(path(name), claimsAudio, never), { type: 'refused', refusal: { code } }, name);
  }
});

test('a playlist is not followed, neither to files nor to addresses', async ({ dir }) => {
  await makeAudio(join(dir, 'private.mp3'));
  for (const [name, text] of [
    ['list.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\nprivate.mp3\n#EXT-X-ENDLIST\n'],
    ['list.ffconcat', `ffconcat version 1.0\nfile private.mp3\n`],
    ['list.mp3', 'ffconcat version 1.0\nfile http://127.0.0.1:1/a.mp3\n'],
  ] as const) {
    await writeFile(join(dir, name), text);
    const probed = await probeMedia(join(dir, name), true, never);
    assert.ok(
      probed.type === 'refused' && ['no-audio', 'unreadable'].includes(probed.refusal.code),
      JSON.stringify(probed),
    );
  }
});

test('the signal ends it', async ({ dir }) => {
  const path = await makeAudio(join(dir, 'signal.mp3'));
  const error: unknown = await probeMedia(path, true, AbortSignal.abort()).catch((thrown) => thrown);
  assert.is(error instanceof AppError && error.code, 'aborted');
});

test('an end is early beyond the last packet and a small share', () => {
  assert.not.ok(endsEarly(9.93, 10, 'flac'));
  assert.not.ok(endsEarly(9, 10, 'wv'));
  assert.not.ok(endsEarly(3_550, 3_600, 'mp3'));
  assert.not.ok(endsEarly(12, 10, 'mp3'));
  assert.ok(endsEarly(1.3, 2, 'mp3'));
  assert.ok(endsEarly(3_400, 3_600, 'mp3'));
  assert.ok(endsEarly(8, 10, 'wv'));
});

test.run();
