import { Bot } from 'grammy';
import type { Message, Update, User, UserFromGetMe } from 'grammy/types';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { olga, openUseCaseRoom, type UseCaseRoom } from '../../test/fixtures/use-case-room.ts';
import type { BotContext } from '../context.ts';
import { createServices, type RunningServices } from '../create-services.ts';
import { unobserved } from '../observer.ts';
import { createTexts } from '../texts/texts.ts';
import { routeUpdates } from './route-updates.ts';

const test = suite('the way of an update');
const anna: User = { id: 5, is_bot: false, first_name: 'Anna', username: 'anna', language_code: 'en' };
const me = { id: 9, is_bot: true, first_name: 'Efir', username: 'efir_bot' } as UserFromGetMe;
let room: UseCaseRoom;
let bot: Bot<BotContext>;
let running: RunningServices;
/** Texts that were sent, in order. */
const said: string[] = [];

test.before(async () => {
  room = await openUseCaseRoom();
  bot = new Bot<BotContext>('1:A', { botInfo: me });
  bot.api.config.use(async (_send, method, payload) => {
    if (method === 'sendMessage') said.push(String((payload as { text: string }).text));
    const admins = [{ status: 'creator', user: anna, is_anonymous: false }];
    const result = method === 'getChatAdministrators' ? admins : { message_id: 1_000 + said.length };
    // A transformer answers for Telegram: its type depends on the method.
    return { ok: true, result } as never;
  });
  const log = pino({ level: 'silent' });
  const { control, store } = room;
  running = createServices({
    api: bot.api,
    me,
    control,
    store,
    texts: createTexts(),
    log,
    now: Date.now,
    observer: unobserved,
  });
  routeUpdates(bot, running.services);
});
test.after(async () => {
  await running.close();
  await room.close();
});
test.before.each(async () => {
  room.next();
  said.length = 0;
  await room.add('now a b c', olga);
  await room.take();
});

function command(updateId: number, text: string, more: Partial<Message> = {}): Update {
  const [name = ''] = text.split(' ');
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1000),
      chat: { id: room.streamId, type: 'supergroup', title: 'Jazz' },
      from: anna,
      text,
      entities: [{ type: 'bot_command', offset: 0, length: name.length }],
      ...more,
    },
  } as Update;
}

test('an update that comes twice: one deed, one answer', async () => {
  await bot.handleUpdate(command(1, '/remove 1'));
  await bot.handleUpdate(command(1, '/remove 1'));
  assert.equal(await room.titles(), ['b', 'c']);
  assert.equal(said, ['✕ Removed: a']);
});

test('twice, with a restart between: the answer comes again, the deed does not', async () => {
  await bot.handleUpdate(command(2, '/remove 1'));
  const other = new Bot<BotContext>('1:A', { botInfo: me });
  other.api.config.use(...bot.api.config.installedTransformers());
  routeUpdates(other, running.services);
  await other.handleUpdate(command(2, '/remove 1'));
  assert.equal(await room.titles(), ['b', 'c']);
  assert.equal(said, ['✕ Removed: a', '✕ Removed: a']);
});

test('commands of one chat are done in the order of receipt', async () => {
  await Promise.all([
    bot.handleUpdate(command(3, '/move 3 1')),
    bot.handleUpdate(command(4, '/remove 1')),
    bot.handleUpdate(command(5, '/move 1 2')),
  ]);
  assert.equal(said, ['↕ c is now 1st.', '✕ Removed: c', '↕ a is now 2nd.']);
  assert.equal(await room.titles(), ['b', 'a']);
});

test('edited messages are not commands', async () => {
  const { message } = command(6, '/clear');
  await bot.handleUpdate({ update_id: 6, edited_message: message } as Update);
  assert.equal([await room.titles(), said], [['a', 'b', 'c'], []]);
});

test('in a topic the answer goes to that topic; elsewhere a thread is none', async () => {
  const threads: unknown[] = [];
  bot.api.config.use((send, method, payload, signal) => {
    if (method === 'sendMessage') threads.push((payload as { message_thread_id?: number }).message_thread_id);
    return send(method, payload, signal);
  });
  await bot.handleUpdate(command(7, '/volume', { is_topic_message: true, message_thread_id: 77 }));
  await bot.handleUpdate(command(8, '/volume', { message_thread_id: 77 }));
  assert.equal(threads, [77, undefined]);
});

test('an anonymous administrator may do all; a channel that speaks in the group may not', async () => {
  const from: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
  const group = { id: room.streamId, type: 'supergroup', title: 'Jazz' } as const;
  await bot.handleUpdate(command(9, '/clear', { from, sender_chat: group }));
  assert.equal(await room.titles(), []);
  const channel = { id: -777, type: 'channel', title: 'News' } as const;
  await bot.handleUpdate(command(10, '/undo', { from, sender_chat: channel }));
  assert.match(said.at(-1) ?? '', /^Only people who manage video chats here can do that\./);
  assert.equal(await room.titles(), []);
});

test.run();
