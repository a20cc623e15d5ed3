import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'grammy';
import type { Message } from 'grammy/types';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { beginAnswer } from './pending-answer.ts';

const test = suite('pending answer');
const message = { message_id: 9, date: 0, chat: { id: -5, type: 'supergroup', title: 'x' } } as Message;
const log = pino({ level: 'silent' });

/** A Bot API that notes what it is asked, and refuses the methods in `refuse`. */
function telegram(refuse: Readonly<Record<string, string>> = {}) {
  const calls: string[] = [];
  const api = new Api('1:A');
  api.config.use(async (_send, method, payload) => {
    calls.push(`${method} ${(payload as { text: string }).text}`);
    await sleep(20);
    const description = refuse[method];
    if (description !== undefined) return { ok: false, error_code: 400, description } as never;
    return { ok: true, result: { message_id: 50 } } as never;
  });
  return { api, log, calls };
}

test('a quick answer is one message', async () => {
  const { calls, ...services } = telegram();
  const pending = beginAnswer(services, message, 'wait', 50);
  await pending.settle({ html: 'done' });
  await sleep(80);
  assert.equal(calls, ['sendMessage done']);
});

test('a slow one has a waiting text, which becomes the answer', async () => {
  const { calls, ...services } = telegram();
  const pending = beginAnswer(services, message, 'wait', 10);
  await sleep(60);
  assert.is(await pending.messageId(), 50);
  await pending.settle({ html: 'done' });
  assert.equal(calls, ['sendMessage wait', 'editMessageText done']);
});

test('settled while the waiting text is on its way: still one message in the end', async () => {
  const { calls, ...services } = telegram();
  const pending = beginAnswer(services, message, 'wait', 1);
  await sleep(8);
  await pending.settle({ html: 'done' });
  assert.equal(calls, ['sendMessage wait', 'editMessageText done']);
});

test('a waiting text that was deleted, or could not be sent, costs no answer', async () => {
  const deleted = telegram({ editMessageText: 'Bad Request: message to edit not found' });
  const first = beginAnswer(deleted, message, 'wait', 1);
  await sleep(40);
  await first.settle({ html: 'done' });
  assert.is(deleted.calls.at(-1), 'sendMessage done');

  const refused = telegram({ sendMessage: 'Bad Request: something' });
  const second = beginAnswer(refused, message, 'wait', 1);
  await sleep(40);
  assert.is(await second.messageId(), null);
});

test('asked for its message early, no waiting text is sent any more', async () => {
  const { calls, ...services } = telegram();
  const pending = beginAnswer(services, message, 'wait', 20);
  assert.is(await pending.messageId(), null);
  await sleep(40);
  assert.equal(calls, []);
});

test('the waiting text can be changed before it is sent, and afterwards every three seconds', async () => {
  const { calls, ...services } = telegram();
  const pending = beginAnswer(services, message, 'wait', 30);
  pending.wait('1 of 9');
  await sleep(100);
  pending.wait('2 of 9');
  pending.wait('3 of 9');
  await pending.settle({ html: 'done' });
  pending.wait('4 of 9');
  await sleep(50);
  assert.equal(calls, ['sendMessage 1 of 9', 'editMessageText done']);
});

test.run();
