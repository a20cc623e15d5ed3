import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { textsOf } from '../../texts/texts.ts';
import type { Scene } from '../scene.ts';
import { changesOf, diff, shortDiff } from './diff.ts';
import { field } from './field.ts';
import { askOnce, form } from './form.ts';
import { name } from './markup.ts';
import { personName } from './person-name.ts';
import { length, time } from './time.ts';

const test = suite('parts of pages');

const scene: Scene = {
  locale: 'en',
  texts: textsOf.en,
  viewer: null,
  path: '/admin',
  note: null,
  assetUrl: (it) => it,
  operation: 'the-operation',
};

test('anybody’s text is text', () => {
  assert.is(String(name('<script>"&\'')), '<bdi>&lt;script&gt;&quot;&amp;&#39;</bdi>');
});

test('the difference of two values, field by field', () => {
  const before = { role: 'user', names: { first: 'A', last: null }, tags: ['x'], same: 1 };
  const after = { role: 'admin', names: { first: 'A', last: 'B' }, tags: [], same: 1 };
  assert.equal(changesOf(before, after), [
    { path: 'role', before: 'user', after: 'admin' },
    { path: 'tags.0', before: 'x', after: null },
    { path: 'names.last', before: null, after: 'B' },
  ]);
  assert.equal(changesOf(null, null), []);
  assert.equal(changesOf(null, 'text'), [{ path: '', before: null, after: 'text' }]);
  const deep = { a: { b: { c: { d: { e: 1 } } } } };
  assert.equal(changesOf(null, deep), [{ path: 'a.b.c.d', before: null, after: '{"e":1}' }]);
  assert.is(
    changesOf(
      null,
      Array.from({ length: 1_000 }, (_, i) => i),
    ).length,
    60,
  );
});

test('differences in words; ids are left to the page of the entry', () => {
  const line = String(
    shortDiff(scene, { role: 'user', isBlocked: false }, { role: 'moderator', isBlocked: true, itemId: 'x1' }),
  );
  assert.is(line, '<bdi>Role: user → moderator · Blocked: no → yes</bdi>');
  const table = String(diff(scene, { volumePercent: 100 }, { volumePercent: 80, note: '<i>' }));
  assert.match(table, 'Volume, %');
  assert.match(table, '<del><bdi>100</bdi></del>');
  assert.match(table, '<ins><bdi>&lt;i&gt;</bdi></ins>');
  assert.match(String(diff(scene, null, null)), 'No details');
});

test('what a change was is said in the reader’s words', () => {
  const ru = { ...scene, locale: 'ru', texts: textsOf.ru } as const;
  const line = (before: unknown, after: unknown) => String(shortDiff(ru, before, after)).replace(/<.?bdi>/g, '');
  assert.is(line({ loop: 'off' }, { loop: 'queue' }), 'Повторять: ничего → очередь');
  assert.is(line({ whoMayAdd: 'everyone' }, { whoMayAdd: 'operators' }), 'Кто добавляет треки: все → только операторы');
  assert.is(
    line({ isAutoEndOn: null }, { isAutoEndOn: false }),
    'Когда никто не слушает: как настроен этот Efir → не уходить',
  );
  assert.is(line({ itemsPerUser: 5 }, { itemsPerUser: null }), 'Ждущих треков на человека: 5 → сколько угодно');
  assert.is(line({ positionMs: 61_000 }, { positionMs: 5_000 }), 'Место в треке: 1:01 → 0:05');
  const items = [{ itemId: 'i', trackId: 't', title: 'Song', addedBy: 1 }];
  assert.is(line(null, { position: 3, added: { count: 1, items }, version: 7 }), 'Место: 3 · Название: Song');
  assert.is(line({ from: 2, removed: { count: 1, items } }, { version: 8 }), 'Место: 2 · Название: Song');
  assert.is(line({ edit: 'clear', about: { count: 1, items } }, { length: 4 }), 'Правка: очистка · Название: Song …');
  const source = { type: 'library', path: 'a.mp3' };
  const track = { trackId: 't', title: 'Song', durationMs: 1, source, isRenamed: true, version: 1, firstSeenAt: 1 };
  assert.is(line(null, track), 'Название: Song');
  const whole = String(diff(ru, null, { ...track, edit: 'clear', id: 5, name: 'x' }));
  const raw = [...whole.matchAll(/<th scope="row"[^>]*>(\w+)</g)].map(([, label]) => label);
  assert.equal(raw, ['trackId', 'id'], 'names that only the page of an entry has');
  assert.match(whole, '<ins><bdi>1970-01-01 00:00:00 UTC</bdi></ins>');
  assert.match(String(diff(ru, { isAutoEndOn: null }, { isAutoEndOn: true })), 'как настроен этот Efir');
});

test('a field says what is wrong with it, and is tied to it for screen readers', () => {
  const text = String(
    field(scene, {
      name: 'email',
      label: 'Email',
      input: { type: 'email' },
      value: '"><script>',
      error: { code: 'not-an-email' },
      saved: 'b@example.org',
    }),
  );
  assert.match(text, 'value="&quot;&gt;&lt;script&gt;"');
  assert.match(text, 'aria-invalid="true" aria-describedby="email-error"');
  assert.match(text, 'id="email-error">This is not an email address.');
  assert.match(text, 'Saved by them: b@example.org');
  const limits = (error: Parameters<typeof field>[1]['error']) =>
    String(
      field(scene, { name: 'n', label: 'N', input: { type: 'number' }, range: { from: 1, to: 9 }, value: '', error }),
    );
  assert.match(limits({ code: 'too-long', limit: 64 }), 'At most 64 characters.');
  assert.match(limits({ code: 'out-of-range', from: 1, to: 9 }), 'A whole number from 1 to 9.');
  assert.match(limits(undefined), 'min="1" max="9"');
});

test('boxes and choices show what is chosen', () => {
  const box = { name: 'b', label: 'B', input: { type: 'checkbox' } } as const;
  assert.match(String(field(scene, { ...box, value: '1' })), 'value="1" checked');
  assert.not.match(String(field(scene, { ...box, value: '' })), 'checked');
  const input = { type: 'select', choices: [['a', 'A'] as const, ['b', 'B'] as const] } as const;
  const select = String(field(scene, { name: 's', label: 'S', input, value: 'b' }));
  assert.match(select, '<option value="b" selected>B</option>');
  assert.match(select, '<option value="a">A</option>');
});

test('a form names what it will do; what can’t be undone asks', () => {
  const text = String(
    form(scene, { action: '/x', fields: [], submit: 'Go', hidden: { version: '3' }, problem: 'No <b>' }),
  );
  assert.match(text, 'name="operation" value="the-operation"');
  assert.match(text, 'name="version" value="3"');
  assert.match(text, 'No &lt;b&gt;');
  const question = String(askOnce(scene, { action: '/x', label: 'Delete…', question: 'Sure?', yes: 'Yes' }));
  assert.match(question, /<details class="ask"><summary>Delete…<\/summary><p>Sure\?<\/p>\s*<form/);
});

test('moments: in UTC for a start, the exact one on hover, the year when it is another', () => {
  const year = new Date().getUTCFullYear();
  const text = String(time('en', Date.UTC(year, 1, 3, 4, 5, 6)));
  assert.is(
    text,
    `<time datetime="${year}-02-03T04:05:06.000Z" title="${year}-02-03 04:05:06 UTC">3 Feb, 04:05</time>`,
  );
  assert.match(String(time('en', Date.UTC(2001, 1, 3, 4, 5))), '>3 Feb 2001, 04:05<');
  assert.match(String(time('ru', Date.UTC(year, 1, 3, 4, 5))), '>3 февр., 04:05<');
});

test('lengths as on a sleeve', () => {
  assert.equal([-1, 187_999, 3_765_000].map(length), ['0:00', '3:07', '1:02:45']);
});

test('people without a name are called by what they have', () => {
  const person = { id: 7, firstName: ' ', lastName: null, username: null };
  assert.is(personName(person), '7');
  assert.is(personName({ ...person, username: 'olga' }), '@olga');
  assert.is(personName({ ...person, firstName: 'Olga', lastName: 'P' }), 'Olga P');
});

test.run();
