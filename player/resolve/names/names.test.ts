import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isMediaMime, isMediaName } from './media-names.ts';
import { mendMojibake } from './mend-mojibake.ts';
import { namesFromFile, nameTrack } from './track-names.ts';

const test = suite('names');

const none = { title: null, performer: null };

test('tags come first, then the sender, then the file', () => {
  const tags = { title: 'So What', performer: 'Miles Davis' };
  const sender = { title: 'sender title', performer: 'sender' };
  assert.equal(nameTrack(tags, sender, 'a - b.mp3'), tags);
  assert.equal(nameTrack({ title: 'So What', performer: null }, sender, 'a.mp3'), {
    title: 'So What',
    performer: 'sender',
  });
  assert.equal(nameTrack(none, sender, 'a - b.mp3'), sender);
  assert.equal(nameTrack(none, none, 'a - b.mp3'), { title: 'b', performer: 'a' });
  assert.equal(nameTrack({ title: '  \0 ', performer: ' ' }, none, 'c.mp3'), { title: 'c', performer: null });
});

for (const [fileName, performer, title] of [
  ['Miles Davis - So What.mp3', 'Miles Davis', 'So What'],
  ['01 - Miles_Davis_–_So_What.flac', 'Miles Davis', 'So What'],
  ['03. Take Five.ogg', null, 'Take Five'],
  ['99 Luftballons.mp3', null, '99 Luftballons'],
  ['1979.mp3', null, '1979'],
  ['jazz/Dave Brubeck - Take Five.m4a', 'Dave Brubeck', 'Take Five'],
  ['C:\\Music\\x.mp3', null, 'x'],
  ['AC-DC Thunder.mp3', null, 'AC-DC Thunder'],
  ['A - B - C.mp3', 'A', 'B - C'],
  ['Vol. 2 feat. X.mp3', null, 'Vol. 2 feat. X'],
  ['.mp3', null, 'Audio'],
  ['', null, 'Audio'],
] as const) {
  test(`reads the file name ${JSON.stringify(fileName)}`, () => {
    assert.equal(namesFromFile(fileName), { performer, title });
  });
}

test('names are one line of bounded length, emoji whole', () => {
  const { title } = nameTrack({ title: `a\r\n\tb\u2028c${'🎵'.repeat(500)}`, performer: null }, none, null);
  assert.ok(title.startsWith('a b c🎵'));
  assert.is([...title].length, 200);
  assert.ok(title.isWellFormed());
});

test('Cyrillic in Windows-1251 clothes is mended, real Latin is left alone', () => {
  assert.is(mendMojibake('Êèíî'), 'Кино');
  assert.is(mendMojibake('Ãðóïïà êðîâè (1988)'), 'Группа крови (1988)');
  for (const text of ['Déjà Vu', 'Für Elise', 'Кино', 'Sigur Rós – Ágætis byrjun', 'é', '東京', 'Łódź', 'plain']) {
    assert.is(mendMojibake(text), text);
  }
});

test('names and types of media', () => {
  for (const name of ['a.mp3', 'b.FLAC', 'c.d.opus', 'v.mp4']) assert.ok(isMediaName(name), name);
  for (const name of ['a.txt', 'mp3', 'a.mp3.exe', '']) assert.not.ok(isMediaName(name), name);
  for (const mime of ['audio/mpeg', 'video/mp4', 'application/ogg']) assert.ok(isMediaMime(mime), mime);
  for (const mime of [null, 'application/pdf', 'text/audio/x']) assert.not.ok(isMediaMime(mime), String(mime));
});

test.run();
