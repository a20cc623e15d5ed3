import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readBanner } from './read-banner.ts';

const test = suite('ffmpeg’s banner');

const mp3 = `Input #0, mp3, from 'file:/x/u.mp3':
  Metadata:
    artist          : Кино
    title           : Ünï 🎵: a
                    : and a second line
  Duration: 01:02:03.45, start: 0.025057, bitrate: 64 kb/s
  Stream #0:0: Audio: mp3, 44100 Hz, mono, fltp, 64 kb/s
Input #1, mp3, from 'file:/x/u.mp3':
  Metadata:
    title           : another
Output #0, null, to 'pipe:':
`;
const change = (from: string | RegExp, to: string) => readBanner(mp3.replace(from, to));

test('form, length and names of a plain sound file', () => {
  const banner = readBanner(mp3);
  assert.equal([banner?.formatName, banner?.declaredSeconds], ['mp3', 3_723.45]);
  assert.equal([banner?.tags.get('artist'), banner?.tags.get('title')], ['Кино', 'Ünï 🎵: a']);
});

test('names of the audio stream count as well, after those of the file; a cover is no film', () => {
  const ogg = change(
    'fltp, 64 kb/s\n',
    'fltp, 64 kb/s\n    Metadata:\n      TITLE           : later\n      album           : A\n',
  );
  assert.equal([ogg?.tags.get('title'), ogg?.tags.get('album')], ['Ünï 🎵: a', 'A']);
  const cover = change('Input #1', '  Stream #0:1: Video: png, rgb24, 64x64 (attached pic)\nInput #1');
  assert.is(cover?.formatName, 'mp3');
});

test('anything else is for ffprobe', () => {
  assert.is(change('01:02:03.45', 'N/A'), null, 'no length');
  assert.is(change('Input #1', '  Stream #0:1: Video: h264, 640x480\nInput #1'), null, 'a film');
  assert.is(change('Input #1', '  Stream #0:1: Audio: mp3, 44100 Hz\nInput #1'), null, 'two sounds');
  assert.is(change(': Audio:', ': Subtitle:'), null, 'no sound');
  assert.is(
    readBanner(`[mp3 @ 0x1] Estimating duration from bitrate, this may be inaccurate\n${mp3}`),
    null,
    'a guess',
  );
  assert.is(readBanner('file:/x/notes.txt: Invalid data found when processing input'), null, 'an error');
  assert.is(readBanner(''), null);
});

test.run();
