import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAutoEnd } from './read-auto-end.ts';
import { readLoop } from './read-loop.ts';
import { readNumber } from './read-number.ts';
import { readSpan, readStep } from './read-positions.ts';
import { readSeek } from './read-seek.ts';
import { readVolume } from './read-volume.ts';
import { readWhose } from './read-whose.ts';

const test = suite('what stands behind a command');

const nonsense = ['', ' ', 'x', '🎵', '1 2 3', '--', '٣', 'NaN', '1e3', '0x10', '\u202e3', 'שלום'];

test('numbers', () => {
  assert.equal(['3', ' 3 ', '#3', '№ 3', '007'].map(readNumber), [3, 3, 3, 3, 7]);
  assert.is(readNumber('9'.repeat(300)), Number.MAX_SAFE_INTEGER);
  for (const text of [...nonsense, '-1', '1.5', '3-4']) assert.is(readNumber(text), null, text);
});

test('positions and ranges', () => {
  assert.equal(readSpan('3'), { from: 3, to: 3 });
  for (const text of ['2-4', '2 - 4', '2–4', '2—4', '2−4', '2..4', '2…4', '4-2', '#2-#4']) {
    assert.equal(readSpan(text), { from: 2, to: 4 }, text);
  }
  for (const text of [...nonsense, '2-', '-4', '2-3-4', '2 4']) assert.is(readSpan(text), null, text);
});

test('from where to where', () => {
  for (const text of ['4 2', '4  2', '4, 2', '4,2', '4 -> 2', '4→2', '4 > 2', '4 to 2', '4 TO 2', '4 на 2', '#4 #2']) {
    assert.equal(readStep(text, 12), { from: 4, to: 2 }, text);
  }
  assert.equal(readStep('4 top', 12), { from: 4, to: 1 });
  assert.equal(readStep('4 to end', 12), { from: 4, to: 12 });
  assert.equal(readStep('4 last', 0), { from: 4, to: 1 });
  for (const text of [...nonsense, '4', '4 x', 'top 4', '4-2']) assert.is(readStep(text, 12), null, text);
});

test('places in a track', () => {
  const seconds = (text: string) => {
    const target = readSeek(text);
    return target === null ? null : `${target.type} ${target.ms / 1000}`;
  };
  assert.equal(['1:23', '1:02:45', '90', '90s', '1m30s', '1м 30с', '1h', '0:05', '75:00'].map(seconds), [
    'to 83',
    'to 3765',
    'to 90',
    'to 90',
    'to 90',
    'to 90',
    'to 3600',
    'to 5',
    'to 4500',
  ]);
  assert.equal(['+30', '-10', '−10', '–10', '—10', '+1:30', '- 5s'].map(seconds), [
    'by 30',
    'by -10',
    'by -10',
    'by -10',
    'by -10',
    'by 90',
    'by -5',
  ]);
  for (const text of [...nonsense, '1:75', '1:60:00', '+', '-', '1:2:3:4', ':30', '1.5']) {
    assert.is(seconds(text), null, text);
  }
});

test('volumes', () => {
  assert.equal(readVolume('80'), { type: 'to', percent: 80 });
  assert.equal(readVolume('80 %'), { type: 'to', percent: 80 });
  assert.equal(readVolume('+10'), { type: 'by', percent: 10 });
  assert.equal(readVolume('−10'), { type: 'by', percent: -10 });
  for (const text of [...nonsense, '80x', '1.5', '9'.repeat(10)]) assert.is(readVolume(text), null, text);
});

test('what repeats', () => {
  assert.equal(['off', 'Track', 'queue', 'one', 'ALL', 'очередь'].map(readLoop), [
    'off',
    'track',
    'queue',
    'track',
    'queue',
    'queue',
  ]);
  for (const text of nonsense) assert.is(readLoop(text), null, text);
});

test('whose tracks', () => {
  const read = (text: string) => readWhose(text, {});
  for (const text of ['all of @olga', 'all @olga', 'ALL from @olga', '@olga', 'все от @olga', 'всё @olga']) {
    assert.equal(read(text), { type: 'name', name: '@olga' }, text);
  }
  assert.equal(read('all of Olga P'), { type: 'name', name: 'Olga P' });
  assert.equal(read('all of me'), { type: 'own' });
  const user = { id: 7, is_bot: false, first_name: 'Olga' };
  const mention = { type: 'text_mention', offset: 15, length: 4, user } as const;
  assert.equal(readWhose('all of Olga', { entities: [mention] }), { type: 'id', userId: 7, name: 'Olga' });
  for (const text of ['3', '2-4', 'all', '', 'everything']) assert.is(read(text), null, text);
});

test('auto-end: on, off, minutes and hours in both languages', () => {
  for (const on of ['on', 'ON', 'вкл', 'да']) assert.equal(readAutoEnd(on), { type: 'on' });
  for (const off of ['off', ' off ', 'выкл', 'никогда']) assert.equal(readAutoEnd(off), { type: 'off' });
  for (const ten of ['10', '10m', '10 min', '10 minutes', '10 мин', '10 мин.', '10 минут']) {
    assert.equal(readAutoEnd(ten), { type: 'minutes', minutes: 10 }, ten);
  }
  for (const hours of ['2h', '2 hours', '2 ч', '2 часа'])
    assert.equal(readAutoEnd(hours), { type: 'minutes', minutes: 120 });
  assert.equal(readAutoEnd('−5'), { type: 'minutes', minutes: -5 });
  assert.equal(readAutoEnd('99999'), { type: 'minutes', minutes: 99_999 });
  for (const none of ['', 'ten', '1.5', '1,5', '10 10', '5 apples', '9999999999'])
    assert.is(readAutoEnd(none), null, none);
});

test.run();
