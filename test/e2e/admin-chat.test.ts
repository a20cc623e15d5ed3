import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type EfirRoom, enterEfirRoom } from '../fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import type { SeenMessage } from '../fixtures/telegram.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** The administration as somebody with Telegram uses it: each scenario of US3 in the chat, through the whole product. */
const test = suite('the administration in the chat');
let stage: EfirStage;
/** Private chats with the bot. */
let owner: EfirRoom;
let admin: EfirRoom;
let moderator: EfirRoom;
let user: EfirRoom;

/** The stand-in numbers people from here on. */
const firstId = 700_001;

test.before(async () => {
  stage = await openEfirStage({ environment: { OWNER_IDS: String(firstId) } });
  [owner, admin, moderator, user] = [
    await meet('Olga'),
    await meet('Anna'),
    await meet('Misha', 'ru'),
    await meet('Egor'),
  ];
  assert.is(owner.owner, firstId);
});
test.after(() => stage.close());

/** A new person who says hello to the bot. */
async function meet(firstName: string, languageCode: 'en' | 'ru' = 'en'): Promise<EfirRoom> {
  const { efir } = stage;
  const id = await stage.person(firstName, languageCode);
  await efir.telegram.addChat({ type: 'private', title: firstName, members: [{ userId: id, status: 'member' }] });
  const { bot } = await efir.telegram.state();
  const room = enterEfirRoom(efir, { chatId: id, owner: id, botId: bot.id });
  await room.say('/start');
  return room;
}

/** Presses buttons of a message one after the other; gives what the last one said. */
async function press(room: EfirRoom, { messageId }: SeenMessage, ...faces: readonly string[]): Promise<string> {
  let toast = '';
  for (const face of faces) toast = await room.press(messageId, face);
  return toast;
}
/** The message of the bot that comes after another one and reads like that. */
const next = (room: EfirRoom, after: SeenMessage, pattern: RegExp) =>
  stage.efir.telegram.answer(room.chatId, after.messageId, pattern, 30_000);
/** Finds a person by words in the list of users, and opens their card. */
async function openCard(room: EfirRoom, words: string): Promise<SeenMessage> {
  const home = await room.ask('/admin');
  await press(room, home, '👥', '🔍');
  await next(room, home, /Whom do you look for|Кого ищем/);
  const asked = await stage.efir.telegram.post({ chatId: room.chatId, fromId: room.owner, text: words });
  const list = await stage.efir.telegram.answer(room.chatId, asked, /Users ·|Люди ·/, 30_000);
  await press(room, list, '1');
  return list;
}
const textOf = async (room: EfirRoom, { messageId }: SeenMessage) => (await room.look(messageId)).text ?? '';

test('somebody with the role opens /admin; others are told that it is not for them', async () => {
  assert.match(await owner.say('/admin'), /Administration[\s\S]*4 people know me/);
  assert.match(await user.say('/admin'), /^This is for moderators and admins of Efir/);
});

test('a role that is given counts on the next action', async () => {
  for (const [name, role] of [
    ['@anna', 'Admin'],
    ['@misha', 'Moderator'],
  ] as const) {
    const card = await openCard(owner, name);
    assert.is(await press(owner, card, 'Role', role, '✓ Change the role'), 'Done');
  }
  assert.match(await admin.say('/admin'), /Administration/);
  assert.match(await moderator.say('/admin'), /Управление/);
});

test('a person is found by their email', async () => {
  const card = await openCard(admin, '@egor');
  await press(admin, card, '✎ Email');
  const asked = await next(admin, card, /new email/);
  await admin.say('egor@music.example', admin.owner);
  assert.match(await textOf(admin, asked), /new email/);
  const found = await openCard(admin, 'egor@music.ex');
  assert.match(await textOf(admin, found), /👤 Egor\n@egor[\s\S]*Email: egor@music\.example/);
});

test('a moderator sees an admin’s card without Delete, and is refused who presses it all the same', async () => {
  const card = await openCard(owner, '@anna');
  await press(owner, card, '🗑');
  const button = (await owner.look(card.messageId)).replyMarkup?.inline_keyboard?.flat()[0];
  const own = await openCard(moderator, '@anna');
  assert.not.match(JSON.stringify((await moderator.look(own.messageId)).replyMarkup), '🗑');
  assert.is(await moderator.press(own.messageId, button), 'Это могут только администраторы Efir.');
  assert.match(await admin.say('/admin'), /Administration/);
});

test('blocked: told once, then ignored, also after a restart; taken back from the audit, all is as before', async () => {
  const card = await openCard(admin, '@egor');
  assert.is(await press(admin, card, '🚫 Block', '🚫 Block'), 'Done');
  assert.match(await user.say('/help'), /an admin has blocked you/);
  await stage.efir.kill('control');
  await waitFor(() => stage.efir.isReady(), { what: 'the bot to be back', timeoutMs: 30_000 });
  const ignored = await stage.efir.telegram.post({ chatId: user.chatId, fromId: user.owner, text: '/help' });
  const home = await admin.ask('/admin');
  await press(admin, home, '📜', '1');
  assert.match(await textOf(admin, home), /a user was blocked[\s\S]*After: \{"isBlocked":true\}/);
  assert.is(await press(admin, home, '↶', '↶'), 'Done');
  assert.match(await user.say('/help'), /Add me to a group/);
  const { telegram } = stage.efir;
  const heard = (await telegram.messages(user.chatId, ignored)).filter(({ replyTo }) => replyTo === ignored);
  assert.equal(heard, []);
});

test('the link of /panel works once, and nobody gets one in a group', async () => {
  const text = await moderator.say('/panel');
  const link = /http:\/\/\S+\/admin\/sign-in\?link=\S+/.exec(text)?.[0] ?? '';
  assert.ok(link.startsWith(stage.efir.httpUrl), text);
  // What a preview does: it must not use the link up.
  assert.is((await fetch(link)).status, 200);
  const { origin } = new URL(link);
  const secret = new URL(link).searchParams.get('link') ?? '';
  const signIn = () =>
    fetch(`${origin}/admin/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin },
      body: new URLSearchParams({ link: secret }),
    });
  const signed = await signIn();
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  assert.match(cookie, /^efir=/, `${signed.status}`);
  const me = await fetch(`${origin}/api/v1/me`, { headers: { cookie } });
  assert.is(((await me.json()) as { role: string }).role, 'moderator');
  const again = await signIn();
  assert.equal(again.headers.getSetCookie(), []);
  const room = await stage.openRoom({ members: [moderator.owner] });
  const said = await room.say('/panel', moderator.owner);
  assert.match(said, /только в личном чате/);
  assert.not.match(said, 'sign-in');
});

test('a stream is steered from its card', async () => {
  const room = await stage.openRoom();
  await room.start('First', 'One');
  const home = await moderator.ask('/admin');
  await press(moderator, home, '📻', 'Идут сейчас', '1');
  assert.match(await textOf(moderator, home), /📻 Test room[\s\S]*First/);
  assert.is(await press(moderator, home, '⏭'), 'Пропущено');
  assert.equal(await room.queue(), { current: 'One', items: [] });
  await press(moderator, home, '⏹', '⏹');
  assert.match(await textOf(moderator, home), /Не в эфире/);
});

test.run();
