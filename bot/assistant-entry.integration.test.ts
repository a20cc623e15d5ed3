import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CallProblem } from '../storage/model.ts';
import { type BotRoom, type Room, startBotRoom } from '../test/fixtures/bot-room.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';

const test = suite('the assistant comes in');
let room: BotRoom;
let olga: number;
let botId: number;
let assistantId: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  botId = room.world.bot()?.id ?? 0;
  assistantId = room.world.assistants()[0]?.id ?? 0;
});
test.after(() => room.close());
test.before.each(() => {
  room.player.problem = null;
});

/** A group in which /play meets a problem; `rights`: the bot's. */
async function blocked(problem: CallProblem, rights: Record<string, boolean>): Promise<{ chat: Room; asked: number }> {
  const chat = await room.group(olga);
  room.world.setMember(chat.chatId, botId, rights, olga);
  room.player.problem = problem;
  return { chat, asked: chat.say(olga, '/play x') };
}

const sent = (chat: Room, type: string) =>
  room.player.commands.filter((it) => it.type === type && it.streamId === chat.chatId);
const becomes = (chat: Room, messageId: number, pattern: RegExp) =>
  waitFor(() => pattern.test(room.world.message(chat.chatId, messageId)?.text ?? ''), { what: `${pattern}` });

test('with the right to invite, the bot brings it in by a link for one, and playback begins', async () => {
  const { chat, asked } = await blocked('assistant-missing', {});
  const card = await chat.answer(asked, /^⏳ Bringing in @efir_one, the helper account/);
  const command = await waitFor(() => sent(chat, 'join-chat')[0], { what: 'the link' });
  assert.ok(command.type === 'join-chat');
  const invite = room.world.findInvite(command.inviteLink);
  assert.is(invite?.memberLimit, 1);
  // What a player does with the link.
  room.player.problem = null;
  room.world.setMember(chat.chatId, assistantId, { status: 'member' }, assistantId);
  await becomes(chat, card.messageId, /^▶ Now playing: x/);
  assert.is(card.replyTo, asked);
});

test('without the right it says what is missing; the button tries again when it was given', async () => {
  const { chat, asked } = await blocked('assistant-missing', { canInviteUsers: false });
  const card = await chat.answer(
    asked,
    /^To play here I need a helper account, @efir_one, in this group\. Make me an admin who can invite people and I'll bring it in myself\.$/,
  );
  assert.is(await chat.press(olga, card.messageId, 'Try again'), 'Trying again…');
  assert.equal(sent(chat, 'join-chat'), []);
  // The right itself is noticed, nobody has to press anything.
  room.world.setMember(chat.chatId, botId, { canInviteUsers: true }, olga);
  await becomes(chat, card.messageId, /^⏳ Bringing in @efir_one/);
  assert.is(sent(chat, 'join-chat').length, 1);
});

test('banned: unbanned first when the bot may, else people are asked to', async () => {
  const chat = await room.group(olga);
  room.world.setMember(chat.chatId, assistantId, { status: 'kicked' }, olga);
  room.player.problem = 'assistant-missing';
  await chat.ask(olga, '/play x', /^⏳ Bringing in/);
  assert.is(room.world.member(chat.chatId, assistantId)?.status, 'left');

  const other = await room.group(olga);
  room.world.setMember(other.chatId, botId, { canRestrictMembers: false }, olga);
  room.world.setMember(other.chatId, assistantId, { status: 'kicked' }, olga);
  await other.ask(olga, '/play x', /^@efir_one, the helper account that plays for me, is banned in this group\./);
  assert.is(room.world.member(other.chatId, assistantId)?.status, 'kicked');
});

test('its request to join is approved; a stranger’s is left to the admins', async () => {
  const chat = await room.group(olga);
  const stranger = room.person('Stranger');
  const link = room.world.createInviteLink(chat.chatId, botId, { createsJoinRequest: true });
  room.world.useInvite(link.hash, stranger);
  room.world.useInvite(link.hash, assistantId);
  await waitFor(() => room.world.member(chat.chatId, assistantId)?.status === 'member', { what: 'the assistant' });
  assert.not.ok(room.world.member(chat.chatId, stranger)?.status === 'member');
});

test('no voice chat: the assistant is promoted when the bot may, else it says what would work', async () => {
  const { chat, asked } = await blocked('may-not-start-call', { canPromoteMembers: false });
  await chat.answer(
    asked,
    /^The voice chat isn't running, and @efir_one.*Start the voice chat, or make @efir_one an admin/,
  );

  const other = await room.group(olga);
  room.world.setMember(other.chatId, assistantId, { status: 'member' }, olga);
  room.world.setMember(other.chatId, botId, { canPromoteMembers: true }, olga);
  other.say(olga, '/play x');
  await waitFor(() => room.world.member(other.chatId, assistantId)?.status === 'administrator', {
    what: 'the promotion',
  });
  await waitFor(() => sent(other, 'retry').length > 0, { what: 'another try' });
});

test('somebody starts the voice chat: playback begins', async () => {
  const { chat, asked } = await blocked('may-not-start-call', {});
  const card = await chat.answer(asked, /^The voice chat isn't running/);
  room.player.problem = null;
  room.world.startCall(chat.chatId, olga);
  await becomes(chat, card.messageId, /^▶ Now playing: x/);
});

const others: readonly [CallProblem, RegExp][] = [
  ['may-not-speak', /is muted in the voice chat/],
  ['call-scheduled', /scheduled for later\. Start it now/],
  ['displaced', /taken into this voice chat from another device/],
  ['connection-lost', /^🔌 I can't get through to the voice chat/],
  ['telegram-away', /^🔌 Telegram doesn't answer at the moment/],
];

for (const [problem, words] of others) {
  test(`${problem}: told, and mended by itself`, async () => {
    const { chat, asked } = await blocked(problem, {});
    const card = await chat.answer(asked, words);
    room.player.problem = null;
    await chat.press(olga, card.messageId, 'Try again');
    await becomes(chat, card.messageId, /^▶ Now playing: x/);
  });
}

test('no player at all: told', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play x', /Now playing/);
  const stopped = await chat.ask(olga, '/stop', /Stopped/);
  await waitFor(async () => (await room.store.playback.readState(chat.chatId)).state === 'off', { what: 'the end' });
  await room.player.close();
  await room.store.players.withdraw('stand-in');
  await chat.press(olga, stopped.messageId, '▶ Resume');
  await chat.answer(0, /^My player isn't running at the moment/);
});

test.run();
