import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('commands that edit the queue');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

/** A group of Olga's with Egor in it, where `now` plays and the others wait. Egor is an operator there if `isEgorAdmin`. */
async function playing(waiting: readonly string[], isEgorAdmin = false): Promise<Room> {
  const chat = await room.group(olga, [egor]);
  if (isEgorAdmin) {
    room.world.setMember(chat.chatId, egor, { status: 'administrator', canManageVideoChats: true }, olga);
  }
  room.player.resolve = () => ({
    type: 'tracks',
    tracks: ['now', ...waiting].map((title) => ({
      trackId: title,
      title,
      performer: null,
      durationMs: 180_000,
      source: { type: 'library', path: title },
    })),
  });
  await chat.ask(olga, '/play all', /Now playing: now/);
  room.player.resolve = (request) => named(request.query.type === 'text' ? request.query.text : '');
  await waitFor(async () => (await titles(chat)) === waiting.join(' '), { what: 'the queue' });
  return chat;
}

function named(title: string) {
  const source = { type: 'library', path: title } as const;
  return { type: 'tracks', tracks: [{ trackId: title, title, performer: null, durationMs: 60_000, source }] } as const;
}

const titles = async (chat: Room) =>
  (await room.store.queue.read(chat.chatId)).items.map(({ track }) => track.title).join(' ');
const textOf = (chat: Room, messageId: number) => room.world.message(chat.chatId, messageId)?.text ?? '';

test('/move 4 2, and [↶ Undo]', async () => {
  const chat = await playing(['a', 'b', 'c', 'd', 'e']);
  const moved = await chat.ask(olga, '/move 4 2', /^↕ d is now 2nd\.$/);
  assert.is(await titles(chat), 'a d b c e');
  assert.is(await chat.press(olga, moved.messageId, '↶'), 'Taken back');
  assert.is(await titles(chat), 'a b c d e');
  assert.is(textOf(chat, moved.messageId), '↶ Taken back: “d” is where it was.');
});

test('/move to where it stands has no [↶ Undo]: it would take another edit back', async () => {
  const chat = await playing(['a', 'b', 'c']);
  const { messageId } = await chat.ask(olga, '/move 2 2', /^↕ b is now 2nd\.$/);
  assert.is(room.world.message(chat.chatId, messageId)?.replyMarkup, undefined);
  assert.is(await titles(chat), 'a b c');
});

test('/remove all of two people of the same name says so', async () => {
  const namesakes = [room.person('Maria'), room.person('Maria')];
  const chat = await playing([]);
  for (const [i, userId] of namesakes.entries()) {
    const track = { trackId: `m${i}`, title: `m${i}`, performer: null, durationMs: 60_000 } as const;
    const source = { type: 'library', path: `m${i}` } as const;
    const item = { itemId: `m${i}`, track: { ...track, source }, addedBy: { id: userId, name: 'Maria' }, addedAt: 1 };
    await room.store.queue.add(chat.chatId, [item], 'end', `m${i}`);
  }
  await chat.ask(olga, '/remove all of Maria', /^Several people here are called Maria\./);
  assert.is(await titles(chat), 'm0 m1');
});

test('/move that cannot be: an example, in both languages, and nothing changes', async () => {
  const chat = await playing(['a', 'b', 'c', 'd', 'e'], true);
  const example = /^There are 5 tracks in the queue; give two numbers from 1 to 5, like \/move 4 2\.$/;
  for (const argument of ['40 2', '2 40', '0 1', 'x', '', '🎵 שלום', '9999999999999999999999 1']) {
    await chat.ask(olga, `/move ${argument}`.trim(), example);
  }
  await chat.ask(egor, '/move 6 1', /^В очереди 5 треков; назовите два числа от 1 до 5, например \/move 4 2\.$/);
  await chat.ask(egor, '/move 5 top', /^↕ e теперь 1-й\.$/);
  assert.is(await titles(chat), 'e a b c d');
});

test('/move by a listener, and where there is nothing to move', async () => {
  const chat = await playing([]);
  await chat.ask(egor, '/move 2 1', /^Это могут только те, кто управляет здесь видеочатами\. Попросите @olga/);
  await chat.ask(olga, '/move 2 1', /^The queue is empty, so there is nothing to move\.$/);
  await chat.ask(olga, '/play one', /Added at 1/);
  await chat.ask(olga, '/move 1 1x', /^Only one track is waiting, so there is nowhere to move it\.$/);
});

test('/remove: a position, a range, out of range', async () => {
  const chat = await playing(['a', 'b', 'c', 'd', 'e'], true);
  await chat.ask(olga, '/remove 2', /^✕ Removed: b$/);
  await chat.ask(olga, '/remove 2–3', /^✕ Removed 2 tracks\.$/);
  assert.is(await titles(chat), 'a e');
  await chat.ask(olga, '/remove 3', /^There are 2 tracks in the queue; give a position or a range from 1 to 2/);
  await chat.ask(egor, '/remove x', /^В очереди 2 трека; назовите место или промежуток от 1 до 2, например \/remove 2/);
  await chat.ask(egor, '/remove 1-2', /^✕ Убрано 2 трека\.$/);
  await chat.ask(olga, '/remove 1', /^The queue is empty, so there is nothing to remove\.$/);
  const { playback } = await room.control.readNowPlaying(chat.chatId);
  assert.is(playback.current?.track.title, 'now', 'what plays goes on');
});

test('/remove one’s own, all of somebody, all of nobody', async () => {
  const chat = await playing(['a', 'b']);
  await chat.ask(egor, '/play mine', /В очереди 3-й/);
  await chat.ask(egor, '/play more', /В очереди 4-й/);
  await chat.ask(egor, '/remove 1', /^Вы можете убрать то, что добавили сами/);
  await chat.ask(egor, '/remove 3-4', /^Вы можете убрать то, что добавили сами/);
  await chat.ask(egor, '/remove all of @olga', /^Вы можете убрать то, что добавили сами/);
  const own = await chat.ask(egor, '/remove 3', /^✕ Убрано: mine$/);
  assert.is(room.world.message(chat.chatId, own.messageId)?.replyMarkup, undefined, 'he may not undo');
  await chat.ask(olga, '/remove all of @nobody', /^@nobody has no tracks in the queue\./);
  await chat.ask(olga, '/remove all of @EGOR', /^✕ Removed: more$/);
  await chat.ask(egor, '/remove all of me', /^В очереди нет треков, которые добавил бы @egor\./);
  await chat.ask(olga, '/remove all of me', /^✕ Removed 2 tracks\.$/);
  assert.is(await titles(chat), '');
});

test('/clear, /shuffle and /undo', async () => {
  const chat = await playing(['a', 'b', 'c'], true);
  await chat.ask(olga, '/shuffle', /^🔀 Shuffled 3 tracks\.$/);
  await chat.ask(egor, '/undo', /^↶ Отменено: очередь снова в прежнем порядке\.$/);
  assert.is(await titles(chat), 'a b c');
  await chat.ask(egor, '/clear', /^✕ Очередь очищена: убрано 3 трека\. Что играет, то доиграет\.$/);
  await chat.ask(olga, '/clear', /^The queue is empty already\.$/);
  await chat.ask(olga, '/shuffle', /^The queue is empty, so there is nothing to shuffle\.$/);
  await chat.ask(olga, '/undo', /^↶ Taken back: 3 tracks are in the queue again\.$/);
  assert.is(await titles(chat), 'a b c');
});

test('/undo when there is nothing, and by a listener', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/undo', /^There is nothing to take back\.$/);
  await chat.ask(egor, '/undo', /^Это могут только/);
  await chat.ask(egor, '/clear', /^Это могут только/);
  await chat.ask(egor, '/shuffle', /^Это могут только/);
});

test('a button whose time is over does nothing but say so', async () => {
  const chat = await playing(['a', 'b', 'c', 'd']);
  const moved = await chat.ask(olga, '/move 4 1', /is now 1st/);
  await chat.ask(olga, '/remove 2', /Removed: a/);
  assert.is(await chat.press(egor, moved.messageId, '↶'), 'Это могут только те, кто управляет здесь видеочатами.');
  assert.match(await chat.press(olga, moved.messageId, '↶'), /^The queue has changed since/);
  assert.is(await titles(chat), 'd b c');
});

test('[⤒ Play next] and [✕ Remove] under what was added', async () => {
  const chat = await playing(['a', 'b']);
  const added = await chat.ask(egor, '/play mine', /В очереди 3-й: mine/);
  assert.match(await chat.press(egor, added.messageId, '⤒'), /^Это могут только/);
  assert.is(await chat.press(olga, added.messageId, '⤒'), 'It plays next');
  assert.is(await titles(chat), 'mine a b');
  assert.is(textOf(chat, added.messageId), '↕ mine is now 1st.');
  assert.is(await chat.press(egor, added.messageId, '✕'), 'Убрано');
  assert.is(await titles(chat), 'a b');
  assert.is(textOf(chat, added.messageId), '✕ Убрано: mine');
});

test.run();
