import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf, explainError } from './explain-error.ts';

const test = suite('login/explain-error');

const rpc = (errorMessage: string, more: object = {}) => Object.assign(new Error('400'), { errorMessage, ...more });

test('mistakes are asked for again, the rest ends it', () => {
  for (const code of ['PHONE_NUMBER_INVALID', 'PHONE_CODE_INVALID', 'PASSWORD_HASH_INVALID'])
    assert.is(explainError(rpc(code)).type, 'try-again');
  for (const code of ['API_ID_INVALID', 'PHONE_NUMBER_BANNED', 'SOMETHING_NEW'])
    assert.is(explainError(rpc(code)).type, 'give-up');
  assert.match(explainError(rpc('SOMETHING_NEW')).text, /SOMETHING_NEW/);
});

test('waits are told in the unit that suits', () => {
  const told = (seconds: number) => explainError(rpc('FLOOD', { seconds })).text;
  assert.match(told(30), /30 seconds/);
  assert.match(told(600), /10 minutes/);
  assert.match(told(86_400), /24 hours/);
});

test('a failing connection is no answer of Telegram', () => {
  assert.is(codeOf(new Error('connect ECONNREFUSED')), '');
  assert.match(explainError(new Error('connect ECONNREFUSED')).text, /cannot be reached.*ECONNREFUSED/);
});

test.run();
