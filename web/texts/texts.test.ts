import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pickLocale } from './locale.ts';
import { textsOf } from './texts.ts';

const test = suite('texts of the web');

/** All texts that take nothing, by their path. */
function plainTexts(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (value instanceof Map) return plainTexts(Object.fromEntries(value), path);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => plainTexts(inner, `${path}.${key}`));
}

test('both languages say the same things, each in its own words', () => {
  const [en, ru] = [new Map(plainTexts(textsOf.en)), new Map(plainTexts(textsOf.ru))];
  assert.equal([...ru.keys()].sort(), [...en.keys()].sort());
  const same = [...ru].filter(([path, text]) => en.get(path) === text).map(([path]) => path);
  const names = [
    '.frame.unset',
    '.settings.languages.en',
    '.settings.languages.ru',
    '.songs.sources.telegram',
    '.trail.origins.api',
  ];
  assert.equal(same, names, 'what is the same in both');
});

test('quotes of each language, no exclamation marks, no dots in threes', () => {
  for (const [locale, texts] of Object.entries(textsOf)) {
    for (const [path, text] of plainTexts(texts)) {
      assert.not.match(text, /[!"]|\.\.\./, `${locale}${path}`);
      if (locale === 'ru') assert.not.match(text, /[“”]/, `ru${path}`);
      else assert.not.match(text, /[«»]/, `en${path}`);
    }
  }
});

test('numbers have their forms', () => {
  const { ru, en } = textsOf;
  assert.equal([1, 2, 5, 11, 21, 112].map(ru.songs.count), [
    '1 трек',
    '2 трека',
    '5 треков',
    '11 треков',
    '21 трек',
    '112 треков',
  ]);
  assert.equal([0, 1, 2, 12_000].map(en.people.count), ['0 users', '1 user', '2 users', '12,000 users']);
  assert.is(ru.broadcasts.added(1), 'Добавлен 1 трек.');
  assert.is(ru.broadcasts.added(3), 'Добавлено 3 трека.');
  assert.is(ru.broadcasts.offAirKept(21), 'Не в эфире. В очереди сохранён 21 трек.');
  assert.is(ru.frame.fields.tooLong(64), 'Не длиннее 64 символов.');
  assert.is(en.broadcasts.addedSome(1, 2), '1 track added, 2 can’t be played.');
});

test('the language: the chosen one, else the browser’s, else English', () => {
  assert.is(pickLocale('ru', 'en'), 'ru');
  assert.is(pickLocale(null, 'ru-RU,ru;q=0.9,en;q=0.8'), 'ru');
  assert.is(pickLocale(null, 'de, en;q=0.5, ru;q=0.7'), 'ru');
  assert.is(pickLocale(null, 'ru;q=0, en;q=0.1'), 'en');
  assert.is(pickLocale(null, 'de'), 'en');
  assert.is(pickLocale(null, undefined), 'en');
  assert.is(pickLocale(null, ';;q=x,,'), 'en');
});

test.run();
