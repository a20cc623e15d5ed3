import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createParams } from '../params.ts';
import { tidy } from './formatted-text.ts';
import { readText } from './read-text.ts';

const test = suite('read-text');
const read = (values: Record<string, unknown>, field: 'text' | 'caption' = 'text') =>
  readText(createParams(new Map(Object.entries(values))), field);

/** Any text without white space at its ends: that would be trimmed. */
const anyText = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.trim());

test('whatever is escaped for HTML arrives as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      assert.is(read({ text: escaped, parse_mode: 'HTML' }).text, text);
    }),
  );
});

test('whatever is escaped for MarkdownV2 arrives as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = text.replace(/[_*[\]()~`>#+\-=|{}.!\\]/g, '\\$&');
      assert.is(read({ text: escaped, parse_mode: 'MarkdownV2' }).text, text);
    }),
  );
});

test('bold text keeps its place whatever stands before it', () => {
  fc.assert(
    fc.property(anyText, anyText, (before, bold) => {
      const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      const { text, entities } = read({ text: `x${escaped(before)}<b>${escaped(bold)}</b>x`, parse_mode: 'HTML' });
      const [entity] = entities;
      if (bold === '') assert.is(entity, undefined);
      else assert.is(text.slice(entity?.offset, (entity?.offset ?? 0) + (entity?.length ?? 0)), bold);
    }),
  );
});

test('trimming moves entities along, cuts them and drops what is empty', () => {
  const entities = [
    { type: 'bold', offset: 0, length: 4 },
    { type: 'italic', offset: 4, length: 3 },
    { type: 'code', offset: 0, length: 2 },
  ];
  assert.equal(tidy({ text: '  ab c  ', entities }), {
    text: 'ab c',
    entities: [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'italic', offset: 2, length: 2 },
    ],
  });
});

test('entities that contain others come first', () => {
  const { entities } = read({ text: '<b>a<i>b</i></b>', parse_mode: 'HTML' });
  assert.equal(
    entities.map(({ type }) => type),
    ['bold', 'italic'],
  );
});

test('captions have their own field, entities and limit', () => {
  const entities = '[{"type":"bold","offset":0,"length":1}]';
  assert.equal(read({ caption: 'ab', caption_entities: entities }, 'caption').entities, JSON.parse(entities));
  assert.throws(() => read({ caption: 'x'.repeat(1025) }, 'caption'), /message caption is too long/);
  assert.throws(() => read({ text: 'a', entities: '{"type":1}' }), /can't parse entities/);
});

test.run();
