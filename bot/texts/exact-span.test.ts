import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exactSpan } from './exact-span.ts';
import { createTexts } from './texts.ts';

const test = suite('spans that somebody set');
const texts = createTexts();
const said = (locale: 'en' | 'ru', seconds: number) => exactSpan(texts, locale, seconds * 1_000);

test('in one unit, whole', () => {
  assert.equal(
    [1, 30, 60, 300, 3_600, 5_400, 7_200].map((seconds) => said('en', seconds)),
    ['1 second', '30 seconds', '1 minute', '5 minutes', '1 hour', '90 minutes', '2 hours'],
  );
  assert.is(said('en', 0), '1 second', 'nothing lasts no time');
});

test('Russian numbers have their three forms', () => {
  assert.equal(
    [1, 2, 5, 60, 120, 300, 3_600, 7_200, 18_000].map((seconds) => said('ru', seconds)),
    ['1 секунду', '2 секунды', '5 секунд', '1 минуту', '2 минуты', '5 минут', '1 час', '2 часа', '5 часов'],
  );
});

test.run();
