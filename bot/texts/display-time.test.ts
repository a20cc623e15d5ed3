import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { displayBar, displayLength, displaySpan } from './display-time.ts';
import { createTexts } from './texts.ts';

const test = suite('display time');
const texts = createTexts();

test('lengths as on a sleeve', () => {
  assert.is(displayLength(0), '0:00');
  assert.is(displayLength(187_999), '3:07');
  assert.is(displayLength(3_765_000), '1:02:45');
  assert.is(displayLength(-5), '0:00');
});

test('spans in words', () => {
  assert.is(displaySpan(texts, 'en', 14 * 60_000), '14 min');
  assert.is(displaySpan(texts, 'en', 20_000), '1 min');
  assert.is(displaySpan(texts, 'en', 125 * 60_000), '2 h 5 min');
  assert.is(displaySpan(texts, 'ru', 125 * 60_000), '2 ч 5 мин');
  assert.is(displaySpan(texts, 'ru', 60 * 60_000), '1 ч 0 мин');
});

test('the bar has eight blocks', () => {
  assert.is(displayBar(250_000, 562_000), '▰▰▰▰▱▱▱▱');
  assert.is(displayBar(0, 1), '▱▱▱▱▱▱▱▱');
  assert.is(displayBar(9, 1), '▰▰▰▰▰▰▰▰');
  assert.is(displayBar(0, 0), '▱▱▱▱▱▱▱▱');
});

test.run();
