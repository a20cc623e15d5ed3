import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Resolution, Track, TrackSource } from '../../../storage/model.ts';
import { readEntry } from './entry-source.ts';
import { parsePlaylist } from './parse-playlist.ts';
import { type Entry, resolveEntries } from './resolve-entries.ts';

const test = suite('playlists');

const entriesOf = (text: string | Buffer) => {
  const parsed = parsePlaylist(Buffer.from(text));
  return parsed.type === 'list' ? parsed.entries : parsed.type;
};

test('M3U: titles, lengths, comments, whatever ends the lines', () => {
  const text =
    '\uFEFF#EXTM3U\r\n#EXTINF:123,Nina Simone - Sinnerman\r\na/b.mp3\r\n# a remark\n\nhttp://x.example/c\r#EXTINF:-1 tvg-id="q",\n d e.mp3 ';
  assert.equal(entriesOf(text), [
    { location: 'a/b.mp3', title: 'Nina Simone - Sinnerman', durationMs: 123_000 },
    { location: 'http://x.example/c', title: null, durationMs: null },
    { location: 'd e.mp3', title: null, durationMs: null },
  ]);
});

test('M3U that a Windows program wrote', () => {
  const cyrillic = Buffer.from([0xca, 0xe8, 0xed, 0xee, 0x2e, 0x6d, 0x70, 0x33]);
  assert.equal(entriesOf(cyrillic), [{ location: 'Кино.mp3', title: null, durationMs: null }]);
});

test('PLS: in the order of the numbers, without what has no address', () => {
  const text =
    '[playlist]\nFile2=http://b.example/\nTitle1=One\nFile1=http://a.example/\nLength1=61\nTitle3=gone\nNumberOfEntries=3';
  assert.equal(entriesOf(text), [
    { location: 'http://a.example/', title: 'One', durationMs: 61_000 },
    { location: 'http://b.example/', title: null, durationMs: null },
  ]);
});

test('HLS is told from lists; binary from text', () => {
  assert.is(entriesOf('#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n1.ts'), 'hls');
  assert.is(entriesOf('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8'), 'hls');
  assert.is(entriesOf(Buffer.from([0x49, 0x44, 0x33, 0, 1])), 'none');
  assert.equal(entriesOf(''), []);
});

test('what an entry means, by where its playlist stands', () => {
  const from = (location: string, place: Parameters<typeof readEntry>[1]) => {
    const found = readEntry(location, place, '/media');
    if (found.type === 'refused') return found.refusal.code;
    return found.source.type === 'http' ? found.source.url : found.source.path;
  };
  const site = { type: 'http', url: 'http://a.example/lists/x.m3u' } as const;
  assert.is(from('b.mp3', site), 'http://a.example/lists/b.mp3');
  assert.is(from('/c d.mp3', site), 'http://a.example/c%20d.mp3');
  const library = { type: 'library', path: 'jazz/best.m3u' } as const;
  assert.is(from('so what.mp3', library), 'jazz/so what.mp3');
  assert.is(from('..\\rock\\a.mp3', library), 'rock/a.mp3');
  assert.is(from('/media/pop/b.mp3', library), 'pop/b.mp3');
  assert.is(from('../../etc/passwd', library), '../etc/passwd', 'what is outside is found out when it is opened');
  assert.is(from('HTTPS://a.example/b', library), 'HTTPS://a.example/b');
  for (const place of [site, library]) {
    assert.is(from('file:///etc/passwd', place), 'url-scheme');
    assert.is(from('concat:/etc/passwd', place), 'url-scheme');
    assert.is(from('C:\\music\\a.mp3', place), 'not-in-library');
  }
});

const entry = (path: string): Entry => ({
  name: path,
  found: { type: 'ok', source: { type: 'library', path } },
  title: null,
  durationMs: null,
});
const trackOf = (source: TrackSource): Track => ({
  trackId: source.type === 'library' ? source.path : '',
  title: '',
  performer: null,
  durationMs: null,
  source,
});
const nesting = { depth: 1, around: [], deadline: Number.POSITIVE_INFINITY };

test('entries keep their order, four at a time; what cannot be played is named', async () => {
  let running = 0;
  let most = 0;
  const resolution = await resolveEntries(
    'list',
    Array.from({ length: 20 }, (_, i) => entry(`${i}`)),
    nesting,
    async (source): Promise<Resolution> => {
      running += 1;
      most = Math.max(most, running);
      const track = trackOf(source);
      for (let waits = 20 - Number(track.trackId); waits > 0; waits--) await new Promise(setImmediate);
      running -= 1;
      if (track.trackId === '7') return { type: 'refused', name: 'seven', refusal: { code: 'no-audio' } };
      return { type: 'tracks', tracks: [track] };
    },
  );
  assert.is(most, 4);
  assert.is(resolution.type, 'tracks');
  if (resolution.type !== 'tracks') return;
  assert.equal(
    resolution.tracks.map(({ trackId }) => Number(trackId)),
    Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== 7),
  );
  assert.equal(resolution.refused, [{ name: '7', refusal: { code: 'no-audio' } }]);
});

test('too many, too deep, too late, none', async () => {
  const play = async (source: TrackSource): Promise<Resolution> => ({ type: 'tracks', tracks: [trackOf(source)] });
  const many = await resolveEntries(
    'list',
    Array.from({ length: 503 }, (_, i) => entry(`${i}`)),
    nesting,
    play,
  );
  assert.is(many.type === 'tracks' && many.tracks.length, 500);
  assert.equal(many.type === 'tracks' && many.refused, [{ name: 'list (+3)', refusal: { code: 'playlist-too-long' } }]);
  const codeOf = (resolution: Resolution) => resolution.type === 'refused' && resolution.refusal.code;
  assert.is(codeOf(await resolveEntries('list', [entry('a')], { ...nesting, depth: 4 }, play)), 'playlist-loop');
  assert.is(codeOf(await resolveEntries('list', [], nesting, play)), 'playlist-empty');
  const remote: Entry = { ...entry('r'), found: { type: 'ok', source: { type: 'http', url: 'http://a.example/' } } };
  const late = await resolveEntries('list', [remote, entry('own')], { ...nesting, deadline: 0 }, play);
  assert.equal(late.type === 'tracks' && [late.tracks.length, late.refused], [
    1,
    [{ name: 'r', refusal: { code: 'too-long-to-answer' } }],
  ]);
});

test.run();
