import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { unlikeness } from './edit-distance.ts';
import { findInLibrary } from './find-in-library.ts';
import { indexFiles } from './library-index.ts';
import { normalizeName } from './normalize-name.ts';

const test = suite('find in library');

const paths = [
  'Beyoncé – Déjà Vu.mp3',
  'Miles Davis/So What.flac',
  'Miles Davis/Blue in Green.flac',
  'Dave Brubeck/Take Five.mp3',
  'Dave Brubeck/live/Take Five.ogg',
  'Кино/Группа крови.mp3',
  'Кино/Звезда по имени Солнце.mp3',
  'Ёлка.mp3',
  'vol. 2/intro.mp3',
];

const files = indexFiles(paths);

const found = (text: string) => {
  const match = findInLibrary(files, text);
  if (match.type === 'several') return match.paths;
  return match.type === 'found' ? match.path : match.nearest;
};

test('case, diacritics, punctuation and extension do not count', () => {
  assert.is(normalizeName('Beyoncé – Déjà_Vu.mp3'), 'beyonce deja vu');
  for (const text of ['beyonce deja vu', 'BEYONCÉ - DÉJÀ VU', 'Beyoncé – Déjà Vu.mp3', ' beyonce__deja.vu.flac ']) {
    assert.is(found(text), paths[0], text);
  }
  assert.is(found('елка'), 'Ёлка.mp3');
});

test('an exact name, with or without its folder', () => {
  assert.is(found('so what'), 'Miles Davis/So What.flac');
  assert.is(found('miles davis/so what'), 'Miles Davis/So What.flac');
  assert.is(found('vol. 2/intro'), 'vol. 2/intro.mp3');
});

test('the same name twice: the one higher up', () => {
  assert.is(found('take five'), 'Dave Brubeck/Take Five.mp3');
  assert.is(found('live take five'), 'Dave Brubeck/live/Take Five.ogg');
});

test('a part that only one name has', () => {
  assert.is(found('blue'), 'Miles Davis/Blue in Green.flac');
  assert.is(found('крови'), 'Кино/Группа крови.mp3');
});

test('a part that several have: those are offered', () => {
  assert.equal([...found('кино')].sort(), ['Кино/Группа крови.mp3', 'Кино/Звезда по имени Солнце.mp3']);
});

test('words in whatever order, the last perhaps begun only', () => {
  assert.is(found('what miles'), 'Miles Davis/So What.flac');
  assert.is(found('green blu'), 'Miles Davis/Blue in Green.flac');
  assert.equal(findInLibrary(files, 'five dave').type, 'several');
});

test('a slip of the pen: the nearest three, the right one first', () => {
  for (const [text, wanted] of [
    ['so wat', 'Miles Davis/So What.flac'],
    ['tkae five', 'Dave Brubeck/Take Five.mp3'],
    ['грппа крови', 'Кино/Группа крови.mp3'],
    ['deja vue', 'Beyoncé – Déjà Vu.mp3'],
  ] as const) {
    const nearest = found(text);
    assert.is(nearest.length, 3, text);
    assert.is(nearest[0], wanted, text);
  }
});

test('nothing that is like it', () => {
  for (const text of ['', '🎵', '.', 'qqqqqqqq']) {
    assert.equal(findInLibrary(files, text), { type: 'none', nearest: [] }, text);
  }
  assert.equal(findInLibrary([], 'anything'), { type: 'none', nearest: [] });
});

test('nothing outside the list is ever found', () => {
  for (const text of ['../../etc/passwd', '/etc/passwd', '..']) assert.is(typeof found(text), 'object', text);
});

test('unlikeness counts inserted, deleted, replaced and swapped letters', () => {
  assert.is(unlikeness('', ''), 0);
  assert.is(unlikeness('take', 'take'), 0);
  assert.is(unlikeness('take', 'tkae'), 1 / 4);
  assert.is(unlikeness('take', 'tale'), 1 / 4);
  assert.is(unlikeness('take', 'stake'), 1 / 5);
  assert.is(unlikeness('abc', 'xyz'), 1);
  assert.is(unlikeness('🎵a', '🎵b'), 1 / 2);
});

test.run();
