import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { createFaults } from './fault-registry.ts';

const test = suite('fault-registry');

test('without count and seconds: one use', () => {
  const faults = createFaults();
  faults.add({ kind: 'bot-api-500' });
  assert.ok(faults.peek('bot-api-500'));
  assert.ok(faults.take('bot-api-500'));
  assert.is(faults.take('bot-api-500'), null);
});

test('count: that many uses', () => {
  const faults = createFaults();
  faults.add({ kind: 'flood-wait', count: 2 });
  assert.ok(faults.take('flood-wait'));
  assert.ok(faults.take('flood-wait'));
  assert.is(faults.take('flood-wait'), null);
});

test('seconds: any number of uses until they are over', async () => {
  const faults = createFaults();
  faults.add({ kind: 'bot-api-down', seconds: 0.2 });
  for (let n = 0; n < 5; n += 1) assert.ok(faults.take('bot-api-down'));
  await waitFor(() => faults.list().length === 0, { what: 'the end of the fault' });
  assert.is(faults.take('bot-api-down'), null);
});

test('a fault for a chat or a method leaves the others alone', () => {
  const faults = createFaults();
  faults.add({ kind: 'flood-wait', method: 'phone.joinGroupCall', seconds: 60 });
  faults.add({ kind: 'stream-mode', chatId: -5, seconds: 60 });
  assert.is(faults.take('flood-wait', { method: 'phone.leaveGroupCall' }), null);
  assert.ok(faults.take('flood-wait', { method: 'phone.JoinGroupCall' }), 'case does not matter');
  assert.is(faults.take('stream-mode', { chatId: -6 }), null);
  assert.is(faults.take('stream-mode'), null);
  assert.ok(faults.take('stream-mode', { chatId: -5 }));
  faults.clear();
});

test('listeners hear of adding, using up, expiry and clearing, until they unsubscribe', async () => {
  const faults = createFaults();
  const seen: number[] = [];
  const stop = faults.onChange(() => seen.push(faults.list().length));
  faults.add({ kind: 'mtproto-drop' });
  faults.take('mtproto-drop');
  faults.add({ kind: 'media-drop', seconds: 0.05 });
  await waitFor(() => seen.length === 4, { what: 'the expiry' });
  faults.add({ kind: 'media-drop', seconds: 60 });
  faults.clear();
  assert.equal(seen, [1, 0, 1, 0, 1, 0]);
  stop();
  faults.add({ kind: 'mtproto-drop' });
  assert.is(seen.length, 6);
});

test.run();
