import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Track } from '../../storage/model.ts';
import { displayName, queueName, trackName } from './display-name.ts';
import { escapeHtml } from './escape-html.ts';

const test = suite('display name');

const track = (title: string, performer: string | null): Track => ({
  trackId: 't',
  title,
  performer,
  durationMs: null,
  source: { type: 'library', path: 'x' },
});

test('long names are shortened in the middle, to the length asked for', () => {
  const short = displayName('The quick brown fox jumps over the lazy dog again and again', 21);
  assert.is(short, 'The quick br…nd again');
  assert.is(displayName('exactly ten', 11), 'exactly ten');
});

test('characters of several parts are counted as one and never cut', () => {
  const family = '👨‍👩‍👧';
  assert.is(displayName(family.repeat(5), 5), family.repeat(5));
  assert.is(displayName(family.repeat(9), 5), `${family.repeat(3)}…${family}`);
});

test('a name stays on its line, without control characters', () => {
  assert.is(displayName(' a\n\nb\u0000\tc\u2028d '), 'a b c d');
});

test('right-to-left names are isolated, and cannot turn our words around', () => {
  assert.is(displayName('שלום'), '\u2068שלום\u2069');
  assert.is(displayName('evil\u202Egpj.mp3\u2066\u200F'), 'evilgpj.mp3');
});

test('names of tracks', () => {
  assert.is(trackName(track('So What', 'Miles Davis')), 'Miles Davis – So What');
  assert.is(trackName(track('memo', null)), 'memo');
  assert.is(queueName(track('Sinnerman', 'Nina Simone')), 'Sinnerman · Nina Simone');
  assert.is(queueName(track('memo', null)), 'memo');
});

test('HTML in names is shown as text', () => {
  assert.is(escapeHtml('<b>"A" & B</b>'), '&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;');
});

test.run();
