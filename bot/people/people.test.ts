import { Api } from 'grammy';
import type { Chat, ChatMember, User } from 'grammy/types';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createOperators } from './operators.ts';
import { personOf, speakerOf } from './speaker.ts';

const test = suite('people in a chat');
const group: Chat.SupergroupChat = { id: -100, type: 'supergroup', title: 'Jazz' };
const olga: User = { id: 1, is_bot: false, first_name: 'Olga', username: 'olga' };
const egor: User = { id: 2, is_bot: false, first_name: 'Егор' };

test('people are named as the chat shows them', () => {
  assert.equal(personOf(olga), { id: 1, name: '@olga' });
  assert.equal(personOf(egor), { id: 2, name: 'Егор' });
});

test('who speaks: a person, an anonymous administrator, a channel, nobody', () => {
  const standIn: User = { id: 1087968824, is_bot: true, first_name: 'Group' };
  const channel: Chat.ChannelChat = { id: -200, type: 'channel', title: 'News' };
  assert.equal(speakerOf({ chat: group, from: olga })?.user, olga);
  assert.equal(speakerOf({ chat: group, from: standIn, sender_chat: group }), {
    person: { id: -100, name: 'Jazz' },
    user: null,
    isAnonymousAdmin: true,
  });
  assert.equal(speakerOf({ chat: group, from: standIn, sender_chat: channel }), {
    person: { id: -200, name: 'News' },
    user: null,
    isAnonymousAdmin: false,
  });
  assert.is(speakerOf({ chat: group } as Parameters<typeof speakerOf>[0]), null);
});

const assistant: User = { id: 9, is_bot: false, first_name: 'Efir on air', username: 'efir_one' };
const readAssistants = async () => [assistant.id];

/** A Bot API that knows the administrators of a chat; `calls` counts how often it was asked. */
function telegram(admins: readonly object[] | { readonly error_code: number; readonly description: string }) {
  const api = new Api('1:A');
  const state = { calls: 0, time: 0 };
  api.config.use(async () => {
    state.calls += 1;
    // A transformer answers for Telegram: its type depends on the method, which is always the same here.
    return ('error_code' in admins ? { ok: false, ...admins } : { ok: true, result: admins }) as never;
  });
  return {
    state,
    operators: createOperators({ api, readAssistants, now: () => state.time, log: pino({ level: 'silent' }) }),
  };
}

const admin = (user: User, rights: Partial<ChatMember> & object) => ({ status: 'administrator', user, ...rights });

test('operators are the creator and those who may manage video chats', async () => {
  const { operators } = telegram([
    { status: 'creator', user: egor, is_anonymous: false },
    admin(olga, { can_manage_video_chats: false, is_anonymous: false } as object),
    admin({ ...olga, id: 3 }, { can_manage_video_chats: true, is_anonymous: false } as object),
  ]);
  assert.equal(await Promise.all([1, 2, 3, 4].map((id) => operators.isOperator(-100, id))), [false, true, true, false]);
});

test('somebody to ask: with a username if possible, never an anonymous one, a bot or an assistant', async () => {
  const named = (user: User, isAnonymous = false) =>
    admin(user, { can_manage_video_chats: true, is_anonymous: isAnonymous } as object);
  const bot = { ...olga, is_bot: true, username: 'efir_bot' };
  assert.is(await telegram([named(assistant), named(bot), named(egor), named(olga)]).operators.someone(-100), '@olga');
  assert.is(await telegram([named(bot), named(egor), named(olga, true)]).operators.someone(-100), 'Егор');
  assert.is(await telegram([named(bot), named(assistant), named(olga, true)]).operators.someone(-100), null);
});

test('Telegram is asked once a minute, or when something changed', async () => {
  const { operators, state } = telegram([{ status: 'creator', user: egor, is_anonymous: false }]);
  await Promise.all([operators.isOperator(-100, 1), operators.isOperator(-100, 2), operators.someone(-100)]);
  assert.is(state.calls, 1);
  state.time = 59_999;
  await operators.isOperator(-100, 1);
  assert.is(state.calls, 1);
  state.time = 60_000;
  await operators.isOperator(-100, 1);
  assert.is(state.calls, 2);
  operators.forget(-100);
  await operators.isOperator(-100, 1);
  assert.is(state.calls, 3);
});

test('a private chat has no operators: Telegram, which would refuse, is not asked', async () => {
  const { operators, state } = telegram([{ status: 'creator', user: egor, is_anonymous: false }]);
  assert.is(await operators.isOperator(egor.id, egor.id), false);
  assert.is(state.calls, 0);
});

test('where Telegram refuses to say, nobody is an operator, and it is asked again', async () => {
  const { operators, state } = telegram({ error_code: 400, description: 'Bad Request: member list is inaccessible' });
  assert.is(await operators.isOperator(-100, 1), false);
  assert.is(await operators.isOperator(-100, 1), false);
  assert.is(state.calls, 2);
});

test.run();
