import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createTexts } from '../texts/texts.ts';
import { displayAgo, displayMoment } from './display-moment.ts';

const test = suite('moments');
const texts = createTexts();

test('a moment, in UTC', () => {
  const at = Date.UTC(2026, 10, 28, 14, 5);
  assert.is(displayMoment('en', at), '28 Nov 2026, 14:05 UTC');
  assert.is(displayMoment('ru', at), '28 нояб. 2026 г., 14:05 UTC');
});

test('how long ago, within a day', () => {
  assert.is(displayAgo(texts, 'en', 59_999), 'just now');
  assert.is(displayAgo(texts, 'en', 14 * 60_000), '14 min ago');
  assert.is(displayAgo(texts, 'ru', 125 * 60_000), '2 ч 5 мин назад');
  assert.is(displayAgo(texts, 'en', 86_400_000), null);
});

test.run();
