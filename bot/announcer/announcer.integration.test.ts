import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('announcer');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

async function playing(by: number, ...more: readonly string[]): Promise<{ chat: Room; cardId: number }> {
  const chat = await room.group(by);
  const card = await chat.ask(by, '/play first', /first/);
  for (const name of more) await chat.ask(by, `/play ${name}`, new RegExp(name));
  return { chat, cardId: card.messageId };
}

const becomes = (chat: Room, messageId: number, pattern: RegExp) =>
  waitFor(() => pattern.test(room.world.message(chat.chatId, messageId)?.text ?? ''), { what: `${pattern}` });
const current = async (chat: Room) => {
  const { sessionId, generation, current: item } = await room.store.playback.read(chat.chatId);
  assert.ok(sessionId !== null && item !== null);
  return { sessionId, generation, item };
};

test('the next track: the same card, edited', async () => {
  const { chat, cardId } = await playing(olga, 'second');
  await room.player.finish(chat.chatId);
  await becomes(chat, cardId, /^▶ Now playing: second/);
  await room.player.finish(chat.chatId);
  await becomes(chat, cardId, /^🎶 The queue is empty/);
});

test('a card that has scrolled far away is replaced by a new one, without a sound', async () => {
  const { chat, cardId } = await playing(olga, 'second');
  for (let i = 0; i < 25; i += 1) chat.say(olga, `chatter ${i}`);
  const last = chat.say(olga, '/queue');
  await chat.answer(last, /1\. second/);
  await room.player.finish(chat.chatId);
  const card = await chat.answer(last, /^▶ Now playing: second/);
  assert.is(card.replyTo, undefined);
  await waitFor(() => room.world.message(chat.chatId, cardId)?.replyMarkup === undefined, {
    what: 'the old one to lose its buttons',
  });
});

test('three failures in a row: the card says that the next one waits, /resume tries it, and it plays', async () => {
  const { chat, cardId } = await playing(olga, 'second');
  await room.store.events.publish(chat.chatId, { type: 'stream.stalled', data: { failedInRow: 3 } });
  await becomes(chat, cardId, /^⚠ Waiting: first/);
  await chat.ask(olga, '/queue', /^⚠ Waiting: first\n\n1\. second {2}3:00 {2}@olga/);
  await chat.ask(olga, '/resume', /^▶ Trying “first”\.$/);
  const data = { ...(await current(chat)), isResumed: false };
  await room.store.events.publish(chat.chatId, { type: 'track.started', data });
  await becomes(chat, cardId, /^▶ Now playing: first/);
  await chat.ask(olga, '/resume', /^Nothing is paused/);
});

test('stalled is over with what waited, whatever comes next', async () => {
  const { chat, cardId } = await playing(olga, 'second');
  await room.store.events.publish(chat.chatId, { type: 'stream.stalled', data: { failedInRow: 3 } });
  await becomes(chat, cardId, /^⚠ Waiting: first/);
  await chat.ask(olga, '/skip', /Skipped “first”\. Now: second/);
  await becomes(chat, cardId, /^▶ Now playing: second/);
});

test('a card that was deleted comes back with the next track', async () => {
  const { chat, cardId } = await playing(olga, 'second');
  room.world.deleteMessage(chat.chatId, cardId);
  await room.player.finish(chat.chatId);
  await chat.answer(cardId, /^▶ Now playing: second/);
});

test('a track that fails is told, once, in the language of whoever started the music', async () => {
  const { chat } = await playing(egor);
  const playing1 = await current(chat);
  await room.store.events.publish(chat.chatId, {
    type: 'track.failed',
    data: { ...playing1, reason: 'unreadable' },
  });
  await chat.answer(0, /^⚠ «first» пропущен: файл повреждён\.$/);
});

test('a lost connection is told, and in the same message that it is back', async () => {
  const { chat, cardId } = await playing(olga);
  await room.player.report(chat.chatId, 'rejoining');
  const notice = await chat.answer(cardId, /^🔌 Connection to the voice chat was lost, reconnecting…$/);
  await room.player.report(chat.chatId, 'live');
  await becomes(chat, notice.messageId, /^🔌 Back on the air\.$/);
});

test('an end that nobody asked for is told, with what is kept and a way on', async () => {
  const { chat, cardId } = await playing(olga, 'second');
  await room.store.playback.stop(chat.chatId, { endReason: 'error', detail: 'call-closed' }, 'e1');
  const told = await chat.answer(cardId, /^🔌 Left: the voice chat was ended\. The queue is kept \(2 tracks\)\.$/);
  await becomes(chat, cardId, /^⏹ Off the air/);
  assert.is(await chat.press(olga, told.messageId, '▶ Resume'), 'Going on');
  await becomes(chat, cardId, /Now playing: first/);
  await room.store.playback.stop(chat.chatId, { endReason: 'auto-end', detail: null }, 'e2');
  await chat.answer(told.messageId, /^💤 Left: nobody listened for 5 minutes\. The queue is kept \(2 tracks\)\.$/);
});

test('the listeners last heard of stand in the queue', async () => {
  const { chat } = await playing(olga, 'second');
  await room.store.events.publish(chat.chatId, { type: 'listeners.changed', data: { count: 23 } });
  await waitFor(async () => /23 listening/.test((await chat.ask(olga, '/queue', /second/)).text ?? ''), {
    what: 'the count',
    everyMs: 200,
  });
});

test.run();
