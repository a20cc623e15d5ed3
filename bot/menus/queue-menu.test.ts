import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';

const test = suite('the menu of the queue');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

/** A group where something plays and tracks `t1`…`tN` wait; the message of the queue. */
async function queued(count: number): Promise<{ readonly chat: Room; readonly id: number }> {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const items = Array.from({ length: count }, (_, i) => ({
    itemId: `u1.${i}-${chat.chatId}`,
    track: {
      trackId: `t${i + 1}`,
      title: `t${i + 1}`,
      performer: null,
      durationMs: 180_000,
      source: { type: 'library', path: `t${i + 1}` } as const,
    },
    addedBy: { id: olga, name: '@olga' },
    addedAt: 0,
  }));
  await room.store.queue.add(chat.chatId, items, 'end', 'fill');
  const { messageId } = await chat.ask(olga, '/queue', /1\. t1/);
  return { chat, id: messageId };
}
const titles = async (chat: Room) => (await room.store.queue.read(chat.chatId)).items.map(({ track }) => track.title);
const textOf = (chat: Room, messageId: number) => room.world.message(chat.chatId, messageId)?.text ?? '';
const keyboard = (chat: Room, messageId: number) =>
  (
    room.world.message(chat.chatId, messageId)?.replyMarkup as
      | { inline_keyboard?: { text: string; callback_data: string }[][] }
      | undefined
  )?.inline_keyboard ?? [];
const faces = (chat: Room, messageId: number) => keyboard(chat, messageId).map((row) => row.map(({ text }) => text));
const dataOf = (chat: Room, messageId: number, text: string) =>
  keyboard(chat, messageId)
    .flat()
    .find((it) => it.text === text)?.callback_data ?? '';

test('pages of eight with start times; whoever reads on, the language stays', async () => {
  const { chat, id } = await queued(10);
  assert.match(textOf(chat, id), /1\. t1 {2}3:00 {2}in 3 min[\s\S]*8\. t8/);
  assert.equal(faces(chat, id), [
    ['1/2', '›'],
    ['✎ Edit', '🔀', '🔁'],
  ]);
  assert.is(await chat.press(egor, id, '›'), '');
  assert.match(textOf(chat, id), /9\. t9[\s\S]*10\. t10[\s\S]*10 tracks/);
  assert.equal(faces(chat, id)[0], ['‹', '2/2']);
});

test('every button of every view fits into 64 bytes', async () => {
  const { chat, id } = await queued(10);
  const check = () => {
    for (const { callback_data: data } of keyboard(chat, id).flat()) assert.ok(Buffer.byteLength(data) <= 64, data);
  };
  check();
  await chat.press(olga, id, '›');
  await chat.press(olga, id, '✎ Edit');
  check();
  await chat.press(olga, id, '10');
  check();
  await chat.press(olga, id, '✕');
  check();
});

test('an item: up, down, to the top, and out', async () => {
  const { chat, id } = await queued(4);
  await chat.press(olga, id, '✎ Edit');
  assert.equal(faces(chat, id), [
    ['1', '2', '3', '4'],
    ['✕ All', '‹ Back'],
  ]);
  await chat.press(olga, id, '3');
  assert.match(textOf(chat, id), /^3\. t3 · 3:00\nAdded by @olga · starts in 9 min/);
  assert.equal(faces(chat, id), [['⤒', '↑', '↓', '✕'], ['‹ Back']]);
  assert.is(await chat.press(olga, id, '↑'), '');
  assert.equal(await titles(chat), ['t1', 't3', 't2', 't4']);
  assert.match(textOf(chat, id), /^2\. t3/);
  await chat.press(olga, id, '↓');
  await chat.press(olga, id, '↓');
  assert.equal(await titles(chat), ['t1', 't2', 't4', 't3']);
  await chat.press(olga, id, '⤒');
  assert.equal(await titles(chat), ['t3', 't1', 't2', 't4']);
  await chat.press(olga, id, '✕');
  assert.match(textOf(chat, id), /Remove it from the queue\?/);
  assert.equal(await titles(chat), ['t3', 't1', 't2', 't4']);
  assert.is(await chat.press(olga, id, '✕ Remove'), 'Removed');
  assert.equal(await titles(chat), ['t1', 't2', 't4']);
  assert.equal(faces(chat, id)[0], ['1', '2', '3']);
});

test('all are removed only after a question', async () => {
  const { chat, id } = await queued(3);
  await chat.press(olga, id, '✎ Edit');
  await chat.press(olga, id, '✕ All');
  assert.match(textOf(chat, id), /Remove all 3 tracks from the queue\? What plays goes on\.$/);
  await chat.press(olga, id, '‹ Back');
  assert.is((await titles(chat)).length, 3);
  await chat.press(olga, id, '✕ All');
  assert.match(await chat.press(olga, id, '✕ Remove all'), /^Cleared/);
  assert.equal(await titles(chat), []);
  assert.match(textOf(chat, id), /Nothing waits behind it/);
});

test('more came since the question: nothing is removed, and it asks anew', async () => {
  const { chat, id } = await queued(2);
  await chat.press(olga, id, '✎ Edit');
  await chat.press(olga, id, '✕ All');
  const yes = dataOf(chat, id, '✕ Remove all 2');
  await chat.ask(egor, '/play late', /late/);
  assert.match(await chat.pressData(olga, id, yes), /^The queue has changed since/);
  assert.is((await titles(chat)).length, 3);
});

test('the queue has changed since: nothing is done, the toast says so, the message is redrawn', async () => {
  const { chat, id } = await queued(4);
  await chat.press(olga, id, '✎ Edit');
  const third = dataOf(chat, id, '3');
  await room.store.queue.remove(chat.chatId, { from: 1, to: 1 }, 'elsewhere');
  assert.match(await chat.pressData(olga, id, third), /^The queue has changed since/);
  assert.match(textOf(chat, id), /1\. t2/);
  await chat.press(olga, id, '2');
  const up = dataOf(chat, id, '↑');
  await room.store.queue.move(chat.chatId, { from: 1, to: 3 }, 'elsewhere too');
  assert.match(await chat.pressData(olga, id, up), /^The queue has changed since/);
  assert.equal(await titles(chat), ['t3', 't4', 't2']);
});

test('two people remove the same item: it goes once, and nothing else does', async () => {
  const { chat, id } = await queued(3);
  await chat.press(olga, id, '✎ Edit');
  await chat.press(olga, id, '2');
  await chat.press(olga, id, '✕');
  const yes = dataOf(chat, id, '✕ Remove');
  await Promise.all([chat.pressData(olga, id, yes), chat.pressData(olga, id, yes)]);
  assert.equal(await titles(chat), ['t1', 't3']);
});

test('a listener looks, and changes nothing of others', async () => {
  const { chat, id } = await queued(3);
  await chat.press(egor, id, '✎ Edit');
  await chat.press(egor, id, '2');
  assert.match(await chat.press(egor, id, '↑'), /^Это могут те, кто управляет/);
  await chat.press(egor, id, '✕');
  assert.match(await chat.press(egor, id, '✕ Remove'), /^Это могут те, кто управляет/);
  assert.equal(await titles(chat), ['t1', 't2', 't3']);
});

test('titles with HTML, emoji and right-to-left text are shown as text', async () => {
  const { chat } = await queued(0).catch(async () => ({ chat: await room.group(olga), id: 0 }));
  await chat.ask(olga, '/play one', /Now playing|Added/);
  await chat.ask(olga, '/play <b>x</b> 🎸 שלום', /Added at \d+/);
  const { messageId } = await chat.ask(olga, '/queue', /<b>x<\/b> 🎸/);
  await chat.press(olga, messageId, '✎ Edit');
  await chat.press(olga, messageId, '1');
  assert.match(textOf(chat, messageId), /^1\. /);
});

test.run();
