import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Button, buttonData, parseButton } from './button-data.ts';

const test = suite('button data');

const all: readonly Button[] = [
  { type: 'pause', generation: 0 },
  { type: 'play', generation: 999_999_999 },
  { type: 'skip', generation: 17 },
  { type: 'queue' },
  { type: 'resume' },
  { type: 'retry' },
  { type: 'help' },
  { type: 'languages' },
  { type: 'page', page: 3 },
  { type: 'language', locale: 'ru' },
];

test('every button is read as it was written, within 64 bytes', () => {
  for (const button of all) {
    assert.equal(parseButton(buttonData(button)), button);
    assert.ok(Buffer.byteLength(buttonData(button)) <= 64);
  }
});

test('anything else is no button of ours', () => {
  for (const data of ['', 'skip', 'skip:', 'skip:-1', 'skip:1e9', 'page:x', 'language:fr', 'dance', 'queue:1']) {
    assert.is(parseButton(data), null, data);
  }
});

test.run();
