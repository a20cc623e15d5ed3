import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createTexts } from '../texts/texts.ts';
import { itemKeyboard, parseCommandButton, undoKeyboard, voteKeyboard } from './command-button.ts';

const test = suite('buttons under answers');
const texts = createTexts();
const dataOf = (keyboard: readonly (readonly object[])[]) =>
  keyboard.flat().map((button) => ('callback_data' in button ? String(button.callback_data) : ''));

test('what is drawn is read again', () => {
  const drawn = [
    ...dataOf(undoKeyboard(texts, 'en', 17)),
    ...dataOf(voteKeyboard(texts, 'en', { generation: 5, votes: 1, needed: 2 })),
    ...dataOf(itemKeyboard(texts, 'en', 'u12.7-0', { isNext: false })),
  ];
  assert.equal(drawn.map(parseCommandButton), [
    { type: 'undo', version: 17 },
    { type: 'vote', generation: 5 },
    { type: 'top', itemId: 'u12.7-0' },
    { type: 'drop', itemId: 'u12.7-0' },
  ]);
});

test('what is next already has no [⤒]', () => {
  assert.equal(dataOf(itemKeyboard(texts, 'ru', 'u1.1-0', { isNext: true })), ['drop:u1.1-0']);
});

test('a name that does not fit into 64 bytes gets no buttons', () => {
  assert.equal(itemKeyboard(texts, 'en', 'x'.repeat(60), { isNext: false }), []);
});

test('what is not ours is left to others', () => {
  for (const data of ['', 'undo', 'undo:', 'undo:x', 'undo:1:2', 'skip:1', 'top:a b', 'vote:9999999999999999']) {
    assert.is(parseCommandButton(data), null, data);
  }
});

test.run();
