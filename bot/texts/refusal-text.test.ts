import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Refusal } from '../../storage/model.ts';
import { refusalText } from './refusal-text.ts';
import { shortRefusal } from './short-refusal.ts';
import { createTexts, locales } from './texts.ts';

const test = suite('refusal text');
const texts = createTexts();

/** Every refusal; the compiler says when one is missing. */
const all: Readonly<Record<Refusal['code'], Refusal>> = {
  'no-audio': { code: 'no-audio' },
  unreadable: { code: 'unreadable' },
  'empty-file': { code: 'empty-file' },
  truncated: { code: 'truncated' },
  'zero-length': { code: 'zero-length' },
  'file-gone': { code: 'file-gone' },
  'url-invalid': { code: 'url-invalid' },
  'url-scheme': { code: 'url-scheme' },
  'url-private': { code: 'url-private' },
  'url-no-answer': { code: 'url-no-answer' },
  'url-html': { code: 'url-html' },
  'url-empty': { code: 'url-empty' },
  'url-endless': { code: 'url-endless' },
  'url-status': { code: 'url-status', status: 500 },
  'too-large': { code: 'too-large', limitMb: 2000 },
  'too-long-to-answer': { code: 'too-long-to-answer' },
  'not-in-library': { code: 'not-in-library', nearest: [] },
  'playlist-empty': { code: 'playlist-empty' },
  'playlist-loop': { code: 'playlist-loop' },
  'playlist-too-long': { code: 'playlist-too-long' },
  'yt-dlp-missing': { code: 'yt-dlp-missing' },
  'yt-dlp-failed': { code: 'yt-dlp-failed' },
  'nothing-found': { code: 'nothing-found' },
};

test('every refusal has words of its own in both languages', () => {
  for (const locale of locales) {
    const said = Object.values(all).map((refusal) => refusalText(texts, locale, 'notes.pdf', refusal));
    assert.is(new Set(said).size, said.length);
    for (const text of said) assert.ok(text.length > 20 && text.endsWith('.') !== text.endsWith('mp3'), text);
  }
});

test('the words of UX.md', () => {
  const say = (refusal: Refusal) => refusalText(texts, 'en', 'notes.pdf', refusal);
  assert.is(say(all['url-private']), "That address is inside a private network, so I can't open it.");
  assert.is(say(all['url-no-answer']), "I couldn't open that link: the site does not answer. The queue is unchanged.");
  assert.match(say(all['no-audio']), '“notes.pdf” has no audio.');
});

test('the answer of a site is told', () => {
  const say = (status: number) => refusalText(texts, 'en', 'x', { code: 'url-status', status });
  assert.match(say(404), 'there is nothing at that address (404)');
  assert.match(say(503), 'the site answers with error 503');
});

test('the nearest names are offered', () => {
  const say = (...nearest: string[]) => refusalText(texts, 'en', 'sinerman', { code: 'not-in-library', nearest });
  assert.match(say('a.mp3'), 'Did you mean “a.mp3”?');
  assert.match(say('a', 'b', 'c'), 'Did you mean “a”, “b” or “c”?');
  const russian = refusalText(texts, 'ru', 'x', { code: 'not-in-library', nearest: ['а', 'б'] });
  assert.match(russian, 'Может быть, «а» или «б»?');
});

test('in a list of several each reason is a few words, and tells apart what differs', () => {
  for (const locale of ['en', 'ru'] as const) {
    const said = Object.values(all).map((refusal) => shortRefusal(texts, locale, 'x.m3u', refusal));
    for (const text of said) assert.ok(text.includes('x.m3u') && text.length < 80 && !text.endsWith('.'), text);
    // All that is wrong with a link is one reason, but for private networks; so is what no other word fits.
    assert.is(new Set(said).size, Object.keys(all).filter((code) => !code.startsWith('url-')).length + 2);
  }
});

test('what a person wrote is escaped and shortened', () => {
  const text = refusalText(texts, 'en', `<script>${'x'.repeat(5000)}`, all.unreadable);
  assert.match(text, '“&lt;script&gt;xxx');
  assert.ok(text.length < 400);
});

test.run();
