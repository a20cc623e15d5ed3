import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ControlError } from './http-json.ts';
import { matchPath, toInteger } from './route.ts';

const test = suite('route');

test('named parts are taken out of a path', () => {
  assert.equal([...(matchPath('/calls/:chatId/audio', '/calls/-1001/audio') ?? [])], [['chatId', '-1001']]);
  assert.equal([...(matchPath('/state', '/state') ?? [['x', 'y']])], []);
  assert.is(matchPath('/calls/:chatId', '/calls/-1001/audio'), null);
  assert.is(matchPath('/calls/:chatId/audio', '/calls/-1001/rtp'), null);
});

test('only whole numbers are ids', () => {
  assert.is(toInteger('chatId', '-1001000000001'), -1_001_000_000_001);
  for (const text of ['', 'x', '1.5', '1e400', null, undefined]) {
    assert.throws(
      () => toInteger('chatId', text),
      (error: unknown) => error instanceof ControlError && error.status === 400 && error.message.startsWith('chatId:'),
      String(text),
    );
  }
});

test.run();
