import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuthKeys, ownerOf } from './auth-keys.ts';

const test = suite('auth-keys');

test("an account's key follows from the secret and the user alone", () => {
  const first = createAuthKeys('secret', () => []).derive(7);
  const again = createAuthKeys('secret', () => []).derive(7);
  assert.is(first.bytes.length, 256);
  assert.ok(first.bytes.equals(again.bytes));
  assert.is(ownerOf(first), 7);
  assert.not.ok(first.bytes.equals(createAuthKeys('other', () => []).derive(7).bytes));
  assert.not.ok(first.bytes.equals(createAuthKeys('secret', () => []).derive(8).bytes));
});

test('a derived key is recognised by a server that has not derived it yet', () => {
  const { id } = createAuthKeys('secret', () => []).derive(7);
  const found = createAuthKeys('secret', () => [6, 7]).find(id);
  assert.is(found && ownerOf(found), 7);
  assert.is(createAuthKeys('secret', () => [6]).find(id), null);
});

test('a temporary key speaks for the permanent one that it is bound to', () => {
  const keys = createAuthKeys('secret', () => []);
  const permanent = keys.derive(7);
  const temporary = keys.add(Buffer.alloc(256, 1), 1n);
  assert.is(ownerOf(temporary), null);
  temporary.boundTo = permanent;
  assert.is(ownerOf(temporary), 7);
  keys.forget(temporary.id);
  assert.is(keys.find(temporary.id), null);
});

test.run();
