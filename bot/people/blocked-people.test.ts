import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdminRoom, startAdminRoom } from '../../test/fixtures/admin-chat.ts';
import type { Room } from '../../test/fixtures/bot-room.ts';
import { createBot } from '../create-bot.ts';

const test = suite('blocked people');
let room: AdminRoom;
let blocks = 0;

test.before(async () => {
  room = await startAdminRoom();
});
test.after(() => room.close());

/** Blocks somebody, or lets them in again, as the owner. */
async function setBlocked(id: number, isBlocked: boolean): Promise<void> {
  blocks += 1;
  const actor = {
    person: { id: room.owner, name: '@olga' },
    role: 'owner',
    isBlocked: false,
    isChatOperator: false,
  } as const;
  const request = { actor, operation: `block${blocks}`, origin: 'panel' } as const;
  const result = await room.control.admin.users.update(request, id, { patch: { isBlocked } });
  assert.is(result.type, 'done');
}
const heardBlock = (chat: Room) =>
  chat.heard(0).filter(({ text }) => /blocked you|заблокировал/.test(text ?? '')).length;
/** What was said before is handled by the time that this is answered: updates of a chat are in order. */
async function settled(chat: Room): Promise<void> {
  await chat.ask(room.owner, '/now', /I'm not on the air|Now playing/);
}

test('told once in private, in their language, and ignored from then on; told anew of the next block', async () => {
  const egor = await room.member('Egor', 'user', 'ru');
  const chat = room.privateChat(egor);
  await setBlocked(egor, true);
  await chat.ask(egor, '/start', /^Здесь мной пользоваться нельзя: вас заблокировал администратор/);
  for (const text of ['/start', '/help', 'hello', '/admin']) chat.say(egor, text);
  await setBlocked(egor, false);
  await chat.ask(egor, '/help', /Добавьте меня в группу/);
  assert.is(heardBlock(chat), 1);
  // Also when they said nothing in between.
  await setBlocked(egor, true);
  await setBlocked(egor, false);
  await setBlocked(egor, true);
  await chat.ask(egor, '/start', /заблокировал/);
  assert.is(heardBlock(chat), 2);
});

test('in a group: one quiet answer, nothing is done, and talk is left alone', async () => {
  const pavel = await room.member('Pavel', 'user');
  const chat = await room.group(room.owner, [pavel]);
  await setBlocked(pavel, true);
  chat.say(pavel, 'good evening');
  await settled(chat);
  assert.is(heardBlock(chat), 0);
  chat.say(pavel, '/play First');
  chat.say(pavel, '/play Second');
  chat.say(pavel, '@efir_bot hello');
  await settled(chat);
  await settled(chat);
  assert.is(heardBlock(chat), 1);
  assert.is((await room.store.playback.read(chat.chatId)).isOn, false);
});

test('buttons: the first press is answered with the reason, the next with nothing', async () => {
  const gleb = await room.member('Gleb', 'user');
  const chat = await room.group(room.owner, [gleb]);
  const card = await chat.ask(room.owner, '/play First', /Now playing/);
  await setBlocked(gleb, true);
  assert.match(await chat.press(gleb, card.messageId, '⏸'), /an admin has blocked you/);
  assert.is(await chat.press(gleb, card.messageId, '⏸'), '');
  assert.is((await room.store.playback.read(chat.chatId)).isPaused, false);
});

test('told once also across a restart', async () => {
  const irina = await room.member('Irina', 'user');
  const chat = room.privateChat(irina);
  await setBlocked(irina, true);
  await chat.ask(irina, '/start', /blocked you/);
  await room.bot.stop();
  const { config, control, store } = room;
  const second = createBot({ config, control, store, log: pino({ level: 'silent' }) });
  await second.start();
  chat.say(irina, '/start');
  await room.privateChat(room.owner).ask(room.owner, '/help', /./);
  assert.is(heardBlock(chat), 1);
  await second.stop();
});

test.run();
