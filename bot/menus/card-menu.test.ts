import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { setListeners } from '../../test/fixtures/set-listeners.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('the menu of the card');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

async function playing(...more: readonly string[]): Promise<{ readonly chat: Room; readonly cardId: number }> {
  const chat = await room.group(olga, [egor]);
  const card = await chat.ask(olga, '/play first', /Now playing/);
  for (const name of more) await chat.ask(olga, `/play ${name}`, new RegExp(`Added at \\d+: ${name}`));
  return { chat, cardId: card.messageId };
}
const textOf = (chat: Room, messageId: number) => room.world.message(chat.chatId, messageId)?.text ?? '';
const buttons = (chat: Room, messageId: number) =>
  (
    (
      room.world.message(chat.chatId, messageId)?.replyMarkup as
        | { inline_keyboard?: { text: string; callback_data: string }[][] }
        | undefined
    )?.inline_keyboard ?? []
  ).flat();
const faces = (chat: Room, messageId: number) => buttons(chat, messageId).map(({ text }) => text);
const becomes = (chat: Room, messageId: number, pattern: RegExp) =>
  waitFor(() => pattern.test(textOf(chat, messageId)), { what: `message ${messageId} to become ${pattern}` });
const showsFaces = (chat: Room, messageId: number, wanted: readonly string[]) =>
  waitFor(() => JSON.stringify(faces(chat, messageId)) === JSON.stringify(wanted), {
    what: `buttons ${wanted}, not ${faces(chat, messageId)}`,
  });

const playingFaces = ['⏮', '⏸', '⏭', '🔁', '🔀', '⏹', '≡ Queue'];

test('the card: title, bar, time, who added it, and seven buttons of at most 64 bytes', async () => {
  const { chat, cardId } = await playing();
  assert.match(textOf(chat, cardId), /^▶ Now playing: first · 3:00\n▱{8} 0:00 \/ 3:00\n@olga/);
  assert.equal(faces(chat, cardId), playingFaces);
  for (const { callback_data: data } of buttons(chat, cardId)) assert.ok(Buffer.byteLength(data) <= 64, data);
});

test('⏸ and ▶ change places; a press on the face that was is no deed', async () => {
  const { chat, cardId } = await playing();
  assert.is(await chat.press(olga, cardId, '⏸'), 'Paused');
  await becomes(chat, cardId, /^⏸ Paused: first/);
  assert.is(await chat.press(olga, cardId, '▶'), 'Going on');
  await becomes(chat, cardId, /^▶ Now playing: first/);
  assert.is(await chat.press(egor, cardId, '⏸'), 'Это могут только те, кто управляет здесь видеочатами.');
  assert.is((await room.store.playback.read(chat.chatId)).isPaused, false);
});

test('⏭, then ⏮ back to it; before the first there is nothing', async () => {
  const { chat, cardId } = await playing('second');
  assert.is(await chat.press(olga, cardId, '⏮'), 'Nothing has played before this.');
  assert.is(await chat.press(olga, cardId, '⏭'), 'Skipped');
  await becomes(chat, cardId, /Now playing: second/);
  assert.is(await chat.press(olga, cardId, '⏮'), 'Back to the one before');
  await becomes(chat, cardId, /Now playing: first/);
  assert.equal(
    (await room.store.queue.read(chat.chatId)).items.map(({ track }) => track.title),
    ['second'],
  );
});

test('🔁 goes through the modes, and shows them', async () => {
  const { chat, cardId } = await playing();
  assert.is(await chat.press(olga, cardId, '🔁'), 'The queue repeats');
  await showsFaces(chat, cardId, ['⏮', '⏸', '⏭', '🔁 ✓', '🔀', '⏹', '≡ Queue']);
  assert.is(await chat.press(olga, cardId, '🔁'), 'This track repeats');
  await showsFaces(chat, cardId, ['⏮', '⏸', '⏭', '🔂', '🔀', '⏹', '≡ Queue']);
  assert.is(await chat.press(olga, cardId, '🔂'), 'Nothing repeats');
  assert.is((await room.store.settings.read(chat.chatId)).loop, 'off');
});

test('⏹ asks once: back keeps on, stop stops', async () => {
  const { chat, cardId } = await playing('second');
  assert.is(await chat.press(egor, cardId, '⏹'), 'Это могут только те, кто управляет здесь видеочатами.');
  await chat.press(olga, cardId, '⏹');
  await becomes(chat, cardId, /Stop the music and leave the voice chat\?/);
  await chat.press(olga, cardId, '‹ Back');
  await showsFaces(chat, cardId, playingFaces);
  await chat.press(olga, cardId, '⏹');
  await showsFaces(chat, cardId, ['⏹ Stop', '‹ Back']);
  assert.is(await chat.press(olga, cardId, '⏹ Stop'), 'Stopped');
  await becomes(chat, cardId, /^⏹ Off the air/);
  assert.is((await room.store.playback.read(chat.chatId)).isOn, false);
});

test('⏭ of a listener is a vote: the chat is asked once, and the last vote skips', async () => {
  const { chat, cardId } = await playing('second');
  const anna = room.person(`Anna${chat.chatId}`);
  room.world.setMember(chat.chatId, anna, { status: 'member' }, olga);
  await setListeners(room.store, chat.chatId, { count: 3, userIds: [egor, anna, olga] });
  assert.is(await chat.press(egor, cardId, '⏭'), 'Ваш голос учтён: 1 из 2.');
  const question = await chat.answer(cardId, /Skip “first”\? 1 of 2 votes/);
  await chat.press(egor, cardId, '⏭');
  assert.is(chat.heard(cardId).filter(({ text }) => /Skip “first”/.test(text ?? '')).length, 1);
  assert.is(await chat.press(anna, cardId, '⏭'), 'Skipped');
  await becomes(chat, cardId, /Now playing: second/);
  await becomes(chat, question.messageId, /Skipped “first” with 2 of 2 votes/);
});

test('🔀 shuffles what waits; with less than two there is nothing to shuffle', async () => {
  const { chat, cardId } = await playing('second');
  assert.is(await chat.press(olga, cardId, '🔀'), 'There is nothing to shuffle.');
  await chat.ask(olga, '/play third', /Added at 2/);
  assert.match(await chat.press(olga, cardId, '🔀'), /^Shuffled/);
});

test('a button that was drawn for another track does nothing, says so, and the card is made true', async () => {
  const { chat, cardId } = await playing('second', 'third');
  const skip = buttons(chat, cardId)[2]?.callback_data ?? '';
  await room.control.skip({
    streamId: chat.chatId,
    actor: { person: { id: olga, name: '@olga' }, role: 'user', isBlocked: false, isChatOperator: true },
    operation: 'elsewhere',
  });
  assert.match(await chat.pressData(olga, cardId, skip), /^That was for an earlier track/);
  assert.is((await room.store.playback.read(chat.chatId)).current?.track.title, 'second');
  await becomes(chat, cardId, /Now playing: second/);
});

test.run();
