import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('steering by commands and buttons');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

/** A group of Olga's, in which Egor is a member and one track of hers plays; more wait. */
async function playing(...more: readonly string[]): Promise<{ readonly chat: Room; readonly cardId: number }> {
  const chat = await room.group(olga, [egor]);
  const card = await chat.ask(olga, '/play first', /Now playing/);
  for (const name of more) await chat.ask(olga, `/play ${name}`, new RegExp(`Added at \\d+: ${name}`));
  return { chat, cardId: card.messageId };
}

const textOf = (chat: Room, messageId: number) => room.world.message(chat.chatId, messageId)?.text ?? '';
const faces = (message: { replyMarkup?: unknown } | undefined) =>
  ((message?.replyMarkup as { inline_keyboard?: { text: string }[][] } | undefined)?.inline_keyboard ?? [])
    .flat()
    .map(({ text }) => text);
const becomes = (chat: Room, messageId: number, pattern: RegExp) =>
  waitFor(() => pattern.test(textOf(chat, messageId)), { what: `message ${messageId} to become ${pattern}` });

test('/skip by an operator: on to the next, told in words, and the card shows it', async () => {
  const { chat, cardId } = await playing('second');
  await chat.ask(olga, '/skip', /^⏭ Skipped “first”\. Now: second$/);
  await becomes(chat, cardId, /Now playing: second/);
  await chat.ask(olga, '/skip', /^⏭ Skipped “second”\. The queue is empty\.$/);
  await becomes(chat, cardId, /The queue is empty/);
  await chat.ask(olga, '/skip', /^Nothing is playing, so there is nothing to skip\.$/);
});

test('/skip of one’s own track is anybody’s; of another’s it is a vote', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play of olga', /Now playing/);
  await chat.ask(egor, '/play of egor', /В очереди 1-й/);
  await chat.ask(egor, '/skip', /^🗳 Skip “of olga”\? 1 of 2 votes\.$/);
  await chat.ask(olga, '/skip', /Skipped “of olga”/);
  await chat.ask(egor, '/skip', /«of egor» пропущен/);
});

test('two /skip in a row skip two tracks', async () => {
  const { chat } = await playing('second', 'third');
  const asked = chat.say(olga, '/skip');
  chat.say(olga, '/skip');
  await chat.answer(asked, /Skipped “second”\. Now: third/);
});

test('/stop: operators only; the queue is kept, and a button goes on', async () => {
  const { chat, cardId } = await playing('second');
  await chat.ask(egor, '/stop', /^Это могут только те, кто управляет здесь видеочатами\. Попросите @olga/);
  const stopped = await chat.ask(olga, '/stop', /^⏹ Stopped\. The queue is kept \(2 tracks\)\.$/);
  await becomes(chat, cardId, /^⏹ Off the air\. The queue is kept \(2 tracks\)\.$/);
  await chat.ask(olga, '/stop', /^I'm not on the air, so there is nothing to stop\.$/);
  assert.is(await chat.press(egor, stopped.messageId, '▶'), 'Это могут только те, кто управляет здесь видеочатами.');
  assert.is(await chat.press(olga, stopped.messageId, '▶'), 'Going on');
  await becomes(chat, cardId, /Now playing: first/);
  assert.equal(faces(room.world.message(chat.chatId, stopped.messageId)), [], 'the button has done its work');
});

test('/queue: what plays, what waits and when, by whom', async () => {
  const { chat } = await playing('second', 'third');
  const answer = await chat.ask(egor, '/queue', /first/);
  const lines = answer.text?.split('\n') ?? [];
  assert.is(lines[0], '🎵 first');
  assert.match(lines[1] ?? '', /^[▰▱]{8} \d:\d\d \/ 3:00$/);
  assert.is(lines[3], '1. second  3:00  через 3 мин  @olga');
  assert.is(lines[4], '2. third  3:00  через 6 мин  @olga');
  assert.is(lines.at(-1), '2 трека · 6 мин');
  const types = ((answer.entities ?? []) as { type: string }[]).map(({ type }) => type);
  assert.not.ok(types.includes('mention'), 'nobody is notified by a list');
});

test('/queue turns pages, in place', async () => {
  const { chat } = await playing();
  const items = Array.from({ length: 20 }, (_, i) => ({
    itemId: `x${i}`,
    track: {
      trackId: 't',
      title: `track ${i + 1}`,
      performer: null,
      durationMs: 60_000,
      source: { type: 'library', path: 'x' } as const,
    },
    addedBy: { id: olga, name: '@olga' },
    addedAt: 0,
  }));
  await room.store.queue.add(chat.chatId, items, 'end', 'many');
  const { messageId } = await chat.ask(olga, '/queue', /8\. track 8/);
  assert.is(await chat.press(olga, messageId, '›'), '');
  await becomes(chat, messageId, /9\. track 9[\s\S]*16\. track 16/);
  await chat.press(olga, messageId, '›');
  await becomes(chat, messageId, /20\. track 20/);
  assert.is(await chat.press(olga, messageId, '3/3'), '', 'the same page again is no error');
  await chat.press(olga, messageId, '‹');
  await becomes(chat, messageId, /9\. track 9/);
});

test('/queue and /now with nothing there', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/queue', /^The queue is empty\. Answer an audio message with \/play to begin\.$/);
  await chat.ask(olga, '/now', /^I'm not on the air/);
});

test('/now: the card once more with the time; the earlier one loses its buttons', async () => {
  const { chat, cardId } = await playing();
  const { generation } = (await room.control.readNowPlaying(chat.chatId)).playback;
  const fence = await room.player.fenceOf(chat.chatId);
  await room.store.playback.reportPosition(chat.chatId, { fence, generation, positionMs: 90_000 });
  const card = await chat.ask(egor, '/now', /^▶ Now playing: first · 3:00\n▰▰▰▰▱▱▱▱ 1:30 \/ 3:00\n@olga$/);
  assert.equal(faces(card).slice(0, 3), ['⏮', '⏸', '⏭']);
  await waitFor(() => faces(room.world.message(chat.chatId, cardId)).length === 0, { what: 'the old card' });
});

test('the card’s buttons: pause, go on, skip, queue; a listener gets a toast that says why not', async () => {
  const { chat, cardId } = await playing('second');
  assert.is(await chat.press(egor, cardId, '⏸'), 'Это могут только те, кто управляет здесь видеочатами.');
  assert.is(await chat.press(olga, cardId, '⏸'), 'Paused');
  await becomes(chat, cardId, /^⏸ Paused: first/);
  assert.is(await chat.press(olga, cardId, '▶'), 'Going on');
  await becomes(chat, cardId, /^▶ Now playing: first/);
  assert.match(await chat.press(egor, cardId, '⏭'), /1 из 2/);
  assert.is(await chat.press(olga, cardId, '⏭'), 'Skipped');
  await becomes(chat, cardId, /Now playing: second/);
  assert.is(await chat.press(egor, cardId, '≡'), '');
  await chat.answer(cardId, /^🎵 second/);
});

test('a press meant for an earlier track does nothing to the next one', async () => {
  const { chat, cardId } = await playing('second', 'third');
  const { generation } = (await room.control.readNowPlaying(chat.chatId)).playback;
  await room.player.finish(chat.chatId);
  await becomes(chat, cardId, /second/);
  // The card as a phone with a slow connection still shows it.
  const old = room.world.message(chat.chatId, cardId);
  room.world.editMessage(chat.chatId, cardId, {
    replyMarkup: { inline_keyboard: [[{ text: '⏭', callback_data: `skip:${generation}` }]] },
  });
  assert.ok(old);
  assert.match(await chat.press(olga, cardId, '⏭'), /^That was for an earlier track/);
  assert.is((await room.control.readNowPlaying(chat.chatId)).playback.current?.track.title, 'second');
});

test('a double tap on skip skips once', async () => {
  const { chat, cardId } = await playing('second', 'third');
  const toasts = await Promise.all([chat.press(olga, cardId, '⏭'), chat.press(olga, cardId, '⏭')]);
  assert.equal(toasts.sort(), [
    'Skipped',
    'That was for an earlier track. Nothing changed; the message is up to date now.',
  ]);
  assert.is((await room.control.readNowPlaying(chat.chatId)).playback.current?.track.title, 'second');
});

test('an anonymous administrator may steer', async () => {
  const { chat } = await playing('second');
  const { messageId } = room.world.postMessage({
    chatId: chat.chatId,
    fromId: olga,
    senderChatId: chat.chatId,
    text: '/skip',
  });
  await chat.answer(messageId, /Skipped “first”/);
});

test('a button that is none of ours, or no longer', async () => {
  const { chat, cardId } = await playing();
  room.world.editMessage(chat.chatId, cardId, {
    replyMarkup: { inline_keyboard: [[{ text: 'old', callback_data: 'dance:1' }]] },
  });
  assert.is(await chat.press(olga, cardId, 'old'), 'This button no longer works.');
});

test.run();
