import { Api } from 'grammy';
import type { Message } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { editCard, postCard, retireCard } from './announcer/card-message.ts';
import { refusalOf } from './api-errors.ts';
import { reply } from './reply.ts';

const test = suite('reply');
type Call = { readonly method: string; readonly payload: Record<string, unknown> };

/** A Bot API that notes what it is asked; `refuse` answers with an error of Telegram's. */
function telegram(refuse?: { readonly error_code: number; readonly description: string }) {
  const calls: Call[] = [];
  const api = new Api('1:A');
  api.config.use(async (_send, method, payload) => {
    calls.push({ method, payload: payload as Record<string, unknown> });
    return (refuse === undefined ? { ok: true, result: { message_id: 50 } } : { ok: false, ...refuse }) as never;
  });
  return { api, calls };
}

const message = (more: Partial<Message> = {}): Message =>
  ({ message_id: 9, date: 0, chat: { id: -5, type: 'supergroup', title: 'x' }, ...more }) as Message;

test('an answer replies, without previews, also when the message is deleted meanwhile', async () => {
  const { api, calls } = telegram();
  await reply(api, message(), { html: '<b>x</b>' });
  assert.equal(calls[0]?.payload, {
    chat_id: -5,
    text: '<b>x</b>',
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_parameters: { message_id: 9, allow_sending_without_reply: true },
  });
});

test('in a topic the answer stays there; a thread of replies is no topic', async () => {
  const { api, calls } = telegram();
  await reply(api, message({ message_thread_id: 77, is_topic_message: true }), { html: 'x' });
  await reply(api, message({ message_thread_id: 3 }), { html: 'x' });
  assert.equal(
    calls.map(({ payload }) => payload['message_thread_id']),
    [77, undefined],
  );
});

test('a card remembers its topic, and its successor stands there too, without a sound', async () => {
  const { api, calls } = telegram();
  const anchor = message({ message_thread_id: 77, is_topic_message: true });
  const place = await postCard(api, -5, { html: 'x' }, { anchor });
  assert.equal(place, { messageId: 50, threadId: 77 });
  await postCard(api, -5, { html: 'x' }, { threadId: place.threadId });
  assert.is(calls[1]?.payload['message_thread_id'], 77);
  assert.is(calls[1]?.payload['disable_notification'], true);
});

test('what Telegram says about an edit', async () => {
  const edit = (error_code: number, description: string) =>
    editCard(telegram({ error_code, description }).api, -5, 9, { html: 'x' });
  assert.is(await edit(400, 'Bad Request: message is not modified: specified new message content …'), 'done');
  assert.is(await edit(400, 'Bad Request: message to edit not found'), 'gone');
  assert.is(await edit(400, "Bad Request: message can't be edited"), 'gone');
  assert.is(await edit(403, 'Forbidden: bot was kicked from the supergroup chat'), 'closed');
  assert.is(await edit(400, 'Bad Request: not enough rights to send text messages to the chat'), 'closed');
  const { api } = telegram({ error_code: 400, description: 'Bad Request: MESSAGE_ID_INVALID' });
  assert.is(await retireCard(api, -5, 9), 'gone');
  await edit(400, "Bad Request: can't parse entities").then(
    () => assert.unreachable(),
    (error) => assert.is(refusalOf(error), 'other'),
  );
});

test('what is no refusal of Telegram’s is none', () => {
  assert.is(refusalOf(new Error('ECONNREFUSED')), null);
});

test.run();
