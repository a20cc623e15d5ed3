import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AuthKey, createAuthKeys } from './auth-keys.ts';
import { createLogins } from './logins.ts';

const test = suite('logins');

const key = (): AuthKey => createAuthKeys('secret', () => []).add(Buffer.alloc(256, 3), 1n);
const open = (passwords: Readonly<Record<number, string>> = {}) =>
  createLogins({ code: '12345', passwordOf: (userId) => passwords[userId] });

test('a code is good for the number and the hash that it was sent with', () => {
  const logins = open();
  const hash = logins.sendCode('15550001');
  assert.is(logins.checkCode('15550001', hash, '12345'), 'right');
  assert.is(logins.checkCode('15550001', hash, '54321'), 'wrong');
  assert.is(logins.checkCode('15550002', hash, '12345'), 'expired');
});

test('a newer code makes the older one expire', () => {
  const logins = open();
  const old = logins.sendCode('15550001');
  const hash = logins.sendCode('15550001');
  assert.is(logins.checkCode('15550001', old, '12345'), 'expired');
  assert.is(logins.checkCode('15550001', hash, '12345'), 'right');
});

test('without a password the sign-in is done, with one it waits', () => {
  const logins = open({ 8: 'secret' });
  const plain = key();
  assert.is(logins.signIn(plain, 7), true);
  assert.is(plain.userId, 7);
  assert.is(logins.awaitingPassword(plain), null);

  const guarded = key();
  assert.is(logins.signIn(guarded, 8), false);
  assert.is(guarded.userId, null);
  assert.is(logins.awaitingPassword(guarded), 8);
  logins.finish(guarded, 8);
  assert.is(guarded.userId, 8);
  assert.is(logins.awaitingPassword(guarded), null);
});

test('a QR token stays the same while it is good, and is found by its bytes', () => {
  const logins = open();
  const owner = key();
  const first = logins.tokenFor(owner, 1, 1_000);
  assert.is(logins.tokenFor(owner, 2, 30_000), first);
  assert.is(logins.findToken(first.token), first);
  const second = logins.tokenFor(owner, 2, 31_000);
  assert.is.not(second, first);
  assert.is(logins.findToken(first.token), undefined, 'the old one is gone');
});

test('a token that was accepted is kept past its time, until the sign-in is done', () => {
  const logins = open();
  const owner = key();
  const token = logins.tokenFor(owner, 1, 0);
  token.acceptedBy = 7;
  assert.is(logins.tokenFor(owner, 1, 99_000), token);
  logins.finish(owner, 7);
  assert.is(logins.findToken(token.token), undefined);
});

test.run();
