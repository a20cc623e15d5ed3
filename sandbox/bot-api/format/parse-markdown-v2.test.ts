import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiError } from '../api-error.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

const test = suite('parse-markdown');

function refusal(source: string): string {
  try {
    parseMarkdownV2(source);
  } catch (error) {
    if (error instanceof ApiError) return error.message.replace("Bad Request: can't parse entities: ", '');
    throw error;
  }
  return 'accepted';
}

test('each mark becomes its entity', () => {
  for (const [mark, type] of [
    ['*', 'bold'],
    ['_', 'italic'],
    ['__', 'underline'],
    ['~', 'strikethrough'],
    ['||', 'spoiler'],
    ['`', 'code'],
    ['```', 'pre'],
  ]) {
    assert.equal(parseMarkdownV2(`a${mark}bc${mark}`), { text: 'abc', entities: [{ type, offset: 1, length: 2 }] });
  }
});

test('links, code with a language, quotes, nesting', () => {
  assert.equal(parseMarkdownV2('[a](https://b.c/\\))').entities, [
    { type: 'text_link', offset: 0, length: 1, url: 'https://b.c/)' },
  ]);
  assert.equal(parseMarkdownV2('```ts\nx\n```'), {
    text: 'x\n',
    entities: [{ type: 'pre', offset: 0, length: 2, language: 'ts' }],
  });
  assert.equal(parseMarkdownV2('>a\n>b\nc'), {
    text: 'a\nb\nc',
    entities: [{ type: 'blockquote', offset: 0, length: 3 }],
  });
  assert.equal(
    parseMarkdownV2('*a _b_*').entities.map(({ type }) => type),
    ['italic', 'bold'],
  );
});

test('inside code only the back tick and the backslash count', () => {
  assert.equal(parseMarkdownV2('`a.b-c`').text, 'a.b-c');
});

test('reserved characters must be escaped', () => {
  for (const char of '.!-+={}()#>|') {
    assert.is(refusal(`a${char}`), `Character '${char}' is reserved and must be escaped with the preceding '\\'`, char);
    assert.is(parseMarkdownV2(`a\\${char}`).text, `a${char}`);
  }
});

test('what is opened must be closed', () => {
  assert.is(refusal('ж*x'), "Can't find end of Bold entity at byte offset 2");
  assert.is(refusal('[x](http://a.b'), "Can't find end of TextUrl entity at byte offset 0");
});

test('the old Markdown: marks, links, and an entity without end', () => {
  assert.equal(parseMarkdown('*a* _b_ `c` [d](https://e.f) 1.5!'), {
    text: 'a b c d 1.5!',
    entities: [
      { type: 'bold', offset: 0, length: 1 },
      { type: 'italic', offset: 2, length: 1 },
      { type: 'code', offset: 4, length: 1 },
      { type: 'text_link', offset: 6, length: 1, url: 'https://e.f' },
    ],
  });
  assert.throws(() => parseMarkdown('a *b'), /Can't find end of the entity starting at byte offset 2/);
  assert.is(parseMarkdown('\\*a\\_').text, '*a_');
});

test.run();
