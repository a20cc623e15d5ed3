import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiError } from '../api-error.ts';
import { parseHtml } from './parse-html.ts';

const test = suite('parse-html');

function refusal(source: string): string {
  try {
    parseHtml(source);
  } catch (error) {
    if (error instanceof ApiError) return error.message.replace("Bad Request: can't parse entities: ", '');
    throw error;
  }
  return 'accepted';
}

test('each tag becomes its entity', () => {
  const tags: readonly (readonly [string, string])[] = [
    ['b', 'bold'],
    ['strong', 'bold'],
    ['i', 'italic'],
    ['em', 'italic'],
    ['u', 'underline'],
    ['ins', 'underline'],
    ['s', 'strikethrough'],
    ['strike', 'strikethrough'],
    ['del', 'strikethrough'],
    ['code', 'code'],
    ['pre', 'pre'],
    ['tg-spoiler', 'spoiler'],
    ['blockquote', 'blockquote'],
  ];
  for (const [tag, type] of tags) {
    assert.equal(parseHtml(`a<${tag}>bc</${tag}>`), { text: 'abc', entities: [{ type, offset: 1, length: 2 }] });
  }
});

test('tags nest; case does not matter', () => {
  assert.equal(parseHtml('<B>a<i>b</I></b>'), {
    text: 'ab',
    entities: [
      { type: 'italic', offset: 1, length: 1 },
      { type: 'bold', offset: 0, length: 2 },
    ],
  });
});

test('tags with attributes', () => {
  const entity = (source: string) => parseHtml(source).entities;
  assert.equal(entity('<a href="https://a.b/?x=1&amp;y=2">t</a>'), [
    { type: 'text_link', offset: 0, length: 1, url: 'https://a.b/?x=1&y=2' },
  ]);
  assert.equal(entity('<a href="tg://user?id=42">t</a>'), [
    { type: 'text_mention', offset: 0, length: 1, user: { id: 42 } },
  ]);
  assert.equal(entity('<span class="tg-spoiler">t</span>'), [{ type: 'spoiler', offset: 0, length: 1 }]);
  assert.equal(entity('<blockquote expandable>t</blockquote>'), [
    { type: 'expandable_blockquote', offset: 0, length: 1 },
  ]);
  assert.equal(entity('<pre><code class="language-ts">t</code></pre>'), [
    { type: 'pre', offset: 0, length: 1, language: 'ts' },
  ]);
  assert.equal(entity('<tg-emoji emoji-id="7">👍</tg-emoji>'), [
    { type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '7' },
  ]);
});

test('a link without an address that Telegram knows is plain text', () => {
  assert.equal(parseHtml('<a href="javascript:alert(1)">t</a>'), { text: 't', entities: [] });
});

test('only four named characters and numbers are decoded', () => {
  assert.is(parseHtml('&lt;&gt;&amp;&quot;&#65;&#x42; &nbsp; & Q&A').text, '<>&"AB &nbsp; & Q&A');
});

test('what is not Telegram HTML is refused, with the byte offset', () => {
  assert.is(refusal('ж<p>x</p>'), 'Unsupported start tag "p" at byte offset 2');
  assert.is(refusal('1 < 2'), 'Unsupported start tag "" at byte offset 2');
  assert.is(refusal('<b>x'), 'Can\'t find end tag corresponding to start tag "b"');
  assert.is(refusal('x</b>'), 'Unexpected end tag at byte offset 1');
  assert.is(refusal('<b>x</i>'), 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"');
  assert.is(refusal('<b>x</b'), 'Unclosed end tag at byte offset 4');
  assert.is(refusal('<a href="x'), 'Unclosed start tag at byte offset 0');
  assert.is(refusal('<span>x</span>'), 'Tag "span" must have class "tg-spoiler" at byte offset 0');
});

test('offsets count UTF-16 units', () => {
  assert.equal(parseHtml('🎵<b>x</b>').entities, [{ type: 'bold', offset: 2, length: 1 }]);
});

test.run();
