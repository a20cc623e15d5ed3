import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../commands/commands.ts';
import { createTexts, type Locale, localeOf, locales } from './texts.ts';

const test = suite('texts');
const texts = createTexts();
const root = fileURLToPath(new URL('..', import.meta.url));
const filesOf = (locale: Locale) => globSync('*.ftl', { cwd: `${root}/locales/${locale}` }).sort();
const source = (locale: Locale) =>
  filesOf(locale)
    .map((file) => readFileSync(`${root}/locales/${locale}/${file}`, 'utf8'))
    .join('\n');
const keysOf = (locale: Locale) => [...source(locale).matchAll(/^([a-z][\w-]*) =/gm)].map(([, key]) => String(key));

/** Values that select or fill something; every other variable of a text gets a word. */
const values: Record<string, string | number> = {
  name: 'Take <Five>',
  next: 'So What',
  length: ' · 38 min',
  wait: '14 min',
  status: 404,
  limit: 2000,
  nearest: '“a”',
  rest: '“a”, “b”',
  last: '“c”',
  minutes: 5,
  hours: 2,
  position: 4,
  first: 4,
  command: 'dance',
  admin: '@olga',
  assistant: '@efir_one',
  reason: 'damaged',
  detail: 'call-closed',
  kept: ' Kept.',
  code: 'internal',
};

for (const [, name] of `${source('en')}${source('ru')}`.matchAll(/\{\s*\$(\w+)/g)) values[String(name)] ??= 'word';

test('both languages have the same files and texts, in the same order, each once', () => {
  assert.equal(filesOf('ru'), filesOf('en'));
  assert.equal(keysOf('ru'), keysOf('en'));
  assert.is(new Set(keysOf('en')).size, keysOf('en').length);
});

for (const locale of locales) {
  test(`${locale}: every text can be said, with any count, as sound HTML`, () => {
    for (const key of keysOf(locale)) {
      for (const count of [0, 1, 2, 5, 11, 21, 1000]) {
        const html = texts.html(locale, key, { ...values, count });
        assert.not.match(html, /\{|\}|undefined/, key);
        const open = [...html.matchAll(/<(\w+)>/g)].map(([, tag]) => tag);
        const closed = [...html.matchAll(/<\/(\w+)>/g)].map(([, tag]) => tag);
        assert.equal(open, closed, `${key}: ${html}`);
        assert.ok(open.every((tag) => ['b', 'i', 'code'].includes(String(tag))));
        assert.not.match(html, /!/, `${key}: no exclamation marks`);
      }
    }
  });
}

test('each language has its quotes', () => {
  const said = (locale: Locale) => source(locale).replaceAll(/^#.*$/gm, '');
  assert.not.match(said('en'), /[«»"„]/);
  assert.not.match(said('ru'), /["“”„]/);
});

test('toasts fit into 200 characters', () => {
  for (const locale of locales) {
    for (const key of keysOf(locale).filter((it) => it.startsWith('toast-'))) {
      assert.ok(texts.plain(locale, key, values).length <= 200, key);
    }
  }
});

test('Russian plurals', () => {
  const say = (count: number) => texts.plain('ru', 'queue-tracks', { count });
  assert.equal([1, 2, 5, 11, 21, 22].map(say), ['1 трек', '2 трека', '5 треков', '11 треков', '21 трек', '22 трека']);
  assert.match(texts.plain('ru', 'added-many', { ...values, count: 2 }), 'Добавлено 2 трека');
  assert.match(texts.plain('en', 'added-many', { ...values, count: 1 }), 'Added 1 track at');
});

test('values are escaped in HTML, and left alone in plain text', () => {
  assert.match(texts.html('en', 'card-playing', { name: '<i>&' }), '<b>&lt;i&gt;&amp;</b>');
  assert.match(texts.plain('en', 'library-name', { name: '<i>&' }), '“<i>&”');
});

test('a text that does not exist is an error, not a silent key', () => {
  assert.throws(() => texts.html('ru', 'no-such-text'), /no-such-text/);
});

test('every text that the code names exists, and every text is used', () => {
  const code = globSync(`${root}/**/*.ts`)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const known = keysOf('en');
  const named = [...code.matchAll(/(?:html|plain)\([\w.]+, '([\w-]+)'/g)].map(([, key]) => String(key));
  assert.ok(named.length > 30);
  assert.equal(
    named.filter((key) => !known.includes(key)),
    [],
  );
  const composed = /^(refusal|problem|command|undo|skip-done|reason|span|setting(-value|-about)?)-/;
  const unused = known.filter(
    (key) => !composed.test(key) && ![`'${key}'`, `'${key}.`].some((it) => code.includes(it)),
  );
  assert.equal(unused, []);
  for (const name of commands.keys()) assert.ok(known.includes(`command-${name}`), name);
});

test('the language of a Telegram language code', () => {
  assert.equal(['ru', 'ru-RU', 'RU', 'en', 'pt-br', 'run', undefined, null].map(localeOf), [
    'ru',
    'ru',
    'ru',
    'en',
    'en',
    'en',
    'en',
    'en',
  ]);
});

test.run();
