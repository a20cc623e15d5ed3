import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { observeFloods } from './observe-floods.ts';

const test = suite('waits that the Bot API asks for');

/** Sends one request that is answered so; gives what was told. */
async function toldOf(answer: object): Promise<readonly number[]> {
  const told: number[] = [];
  const transform = observeFloods((waitMs) => told.push(waitMs));
  // A transformer answers for Telegram: its type depends on the method.
  const passedOn = await transform(async () => answer as never, 'getMe', {} as never, undefined);
  assert.is(passedOn, answer, 'the answer is passed on as it is');
  return told;
}

test('are told in milliseconds', async () => {
  const answer = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } };
  assert.equal(await toldOf(answer), [7_000]);
});

test('other answers are not', async () => {
  assert.equal(await toldOf({ ok: true, result: 1 }), []);
  assert.equal(await toldOf({ ok: false, error_code: 400, description: 'Bad Request' }), []);
});

test.run();
