import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiError } from './api-error.ts';
import { createUpdateQueue, type UpdateQueue } from './update-queue.ts';

const test = suite('update-queue');
const never = new AbortController().signal;

function open() {
  let nowMs = 1_790_000_000_000;
  const queue = createUpdateQueue(() => nowMs);
  return {
    queue,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}
const poll = (queue: UpdateQueue, offset?: number, timeoutSec = 0, limit = 100) =>
  queue.poll({ ...(offset === undefined ? {} : { offset }), limit, timeoutSec, signal: never });

test('an update comes again until a higher offset confirms it', async () => {
  const { queue } = open();
  queue.push('message', { text: 'a' });
  queue.push('message', { text: 'b' });
  const [first] = await poll(queue);
  assert.is((await poll(queue)).length, 2);
  const rest = await poll(queue, (first?.update_id ?? 0) + 1);
  assert.equal(
    rest.map((update) => update['message']),
    [{ text: 'b' }],
  );
  assert.is((await poll(queue)).length, 1, 'the first is gone for good');
});

test('delivered twice: the last one comes once more under its own id, though it was confirmed', async () => {
  const { queue } = open();
  assert.is(queue.repeat(), false, 'nothing yet');
  queue.push('message', { text: 'a' });
  const [first] = await poll(queue);
  const waiting = poll(queue, (first?.update_id ?? 0) + 1, 30);
  assert.ok(queue.repeat());
  assert.equal(await waiting, [first]);
  assert.equal(await poll(queue), [], 'once');
});

test('a negative offset keeps the last ones and forgets the rest', async () => {
  const { queue } = open();
  for (const text of ['a', 'b', 'c']) queue.push('message', { text });
  const kept = await poll(queue, -1);
  assert.equal(
    kept.map((update) => update['message']),
    [{ text: 'c' }],
  );
  assert.is((await poll(queue)).length, 1);
});

test('limit', async () => {
  const { queue } = open();
  for (const text of ['a', 'b', 'c']) queue.push('message', { text });
  assert.is((await poll(queue, undefined, 0, 2)).length, 2);
});

test('a long poll waits for the next update, or for its time', async () => {
  const { queue } = open();
  const waiting = poll(queue, undefined, 30);
  queue.push('message', { text: 'a' });
  assert.is((await waiting).length, 1);
  const { queue: silent } = open();
  assert.equal(await poll(silent, undefined, 0.05), []);
});

test('a client that goes away ends its poll', async () => {
  const { queue } = open();
  const gone = new AbortController();
  const waiting = queue.poll({ limit: 100, timeoutSec: 30, signal: gone.signal });
  gone.abort();
  assert.equal(await waiting, []);
});

test('a second poller ends the first with 409', async () => {
  const { queue } = open();
  const first = poll(queue, undefined, 30).catch((error: unknown) => error);
  const second = poll(queue, undefined, 30);
  const error = await first;
  assert.instance(error, ApiError);
  assert.is((error as ApiError).code, 409);
  assert.match((error as ApiError).message, 'terminated by other getUpdates request');
  queue.push('message', {});
  assert.is((await second).length, 1);
});

test('chat_member and reactions come only when they are asked for', () => {
  const { queue } = open();
  assert.not(queue.push('chat_member', {}));
  assert.not(queue.push('message_reaction', {}));
  assert.ok(queue.push('my_chat_member', {}));
  queue.allow(['chat_member']);
  assert.ok(queue.push('chat_member', {}));
  assert.not(queue.push('message', {}));
  queue.allow([]);
  assert.ok(queue.push('message', {}));
  assert.not(queue.push('chat_member', {}));
});

test('undelivered callbacks live 150 s, other updates 24 h', async () => {
  const { queue, pass } = open();
  queue.push('callback_query', {});
  queue.push('message', {});
  pass(149_000);
  assert.is(queue.pending().length, 2);
  pass(2_000);
  assert.is(queue.pending().length, 1);
  pass(24 * 3600 * 1000);
  assert.is(queue.pending().length, 0);
});

test('an update shows what was true when it happened', async () => {
  const { queue } = open();
  const message = { text: 'before' };
  queue.push('message', message);
  message.text = 'after';
  assert.equal((await poll(queue))[0]?.['message'], { text: 'before' });
});

test.run();
