import bigInt from 'big-integer';
import { computeCheck } from 'telegram/Password.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createSrpChallenge, type SrpChallenge } from './srp.ts';

const test = suite('srp');

/** What the client answers to a challenge. */
function answer({ salt1, salt2, g, p, B }: SrpChallenge, password: string): Promise<Api.InputCheckPasswordSRP> {
  const currentAlgo = new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow({ salt1, salt2, g, p });
  const newAlgo = new Api.PasswordKdfAlgoUnknown();
  const newSecureAlgo = new Api.SecurePasswordKdfAlgoUnknown();
  const srpId = bigInt(1);
  const request = { hasPassword: true, currentAlgo, srp_B: B, srpId, newAlgo, newSecureAlgo };
  return computeCheck(new Api.account.Password({ ...request, secureRandom: Buffer.alloc(16) }), password);
}

test('the right password proves itself, a wrong one does not', async () => {
  const challenge = await createSrpChallenge('пароль & password');
  const right = await answer(challenge, 'пароль & password');
  const wrong = await answer(challenge, 'password');
  assert.is(challenge.isProof(right.A, right.M1), true);
  assert.is(challenge.isProof(wrong.A, wrong.M1), false);
});

test('an A of zero, with which anybody could prove anything, is refused', async () => {
  const challenge = await createSrpChallenge('password');
  assert.is(challenge.isProof(Buffer.alloc(256), Buffer.alloc(32)), false);
  assert.is(challenge.isProof(challenge.p, Buffer.alloc(32)), false);
});

test.run();
