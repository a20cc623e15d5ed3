import { Api, HttpError } from 'grammy';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { retryRequests } from './retry-requests.ts';
import { throttleSends } from './throttle-sends.ts';

const test = suite('requests');
const log = pino({ level: 'silent' });
const fast = { firstDelayMs: 1, longestDelayMs: 2 };

/** A Bot API that answers with `answers` in turn, and with success afterwards. */
function telegram(answers: readonly (() => unknown)[], closing = new AbortController(), giveUpMs = 10_000) {
  const calls: string[] = [];
  const api = new Api('1:A');
  api.config.use(
    async (_send, method) => {
      const answer = answers[calls.push(method) - 1];
      return (answer === undefined ? { ok: true, result: { message_id: calls.length } } : answer()) as never;
    },
    retryRequests({ log, signal: closing.signal, giveUpMs, ...fast }),
  );
  return { api, calls };
}

const broken = () => ({ ok: false, error_code: 502, description: 'Bad Gateway' });
const unreachable = () => {
  throw new HttpError('x', new Error('ECONNREFUSED'));
};

test('5xx and a Bot API out of reach: again, until it answers', async () => {
  const { api, calls } = telegram([broken, unreachable, broken]);
  assert.is((await api.sendMessage(1, 'x')).message_id, 4);
  assert.is(calls.length, 4);
});

test('a refusal is final', async () => {
  const { api, calls } = telegram([() => ({ ok: false, error_code: 400, description: 'Bad Request' })]);
  await api.sendMessage(1, 'x').then(
    () => assert.unreachable(),
    (error) => assert.match(String(error), 'Bad Request'),
  );
  assert.is(calls.length, 1);
});

test('given up after a time, and at the end', async () => {
  const { api } = telegram(
    Array.from({ length: 10_000 }, () => broken),
    new AbortController(),
    30,
  );
  await api.sendMessage(1, 'x').then(
    () => assert.unreachable(),
    (error) => assert.match(String(error), '502'),
  );
  const closing = new AbortController();
  closing.abort();
  const closed = telegram([broken], closing);
  await closed.api.sendMessage(1, 'x').then(
    () => assert.unreachable(),
    () => assert.is(closed.calls.length, 1),
  );
});

test('getUpdates is left alone', async () => {
  const { api, calls } = telegram([broken]);
  await api.getUpdates().then(
    () => assert.unreachable(),
    () => assert.is(calls.length, 1),
  );
});

test('a group gets 20 messages at once, the next one later; edits and questions are not held back', async () => {
  const sent: string[] = [];
  const api = new Api('1:A');
  api.config.use(async (_send, method, payload) => {
    sent.push(`${method} ${(payload as { text?: string }).text ?? ''}`);
    return { ok: true, result: true } as never;
  }, throttleSends());
  const posts = Array.from({ length: 21 }, (_, i) => api.sendMessage(-5, String(i)));
  await Promise.all(posts.slice(0, 20));
  assert.equal(
    sent.slice(0, 20),
    Array.from({ length: 20 }, (_, i) => `sendMessage ${i}`),
    'in their order',
  );
  await api.editMessageText(-5, 1, 'edit');
  await api.getChatMember(-5, 1);
  assert.is(sent.length, 22, 'the 21st waits');
  await posts[20];
  assert.is(sent.at(-1), 'sendMessage 20');
});

test.run();
