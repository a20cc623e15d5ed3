import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('commands that steer playback');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

/** A group of Olga's, where the first plays (3 minutes each) and the others wait. Egor is an operator there, too, if asked for. */
async function playing(titles: readonly string[], isEgorAdmin = false): Promise<Room> {
  const chat = await room.group(olga, [egor]);
  if (isEgorAdmin) {
    room.world.setMember(chat.chatId, egor, { status: 'administrator', canManageVideoChats: true }, olga);
  }
  const { resolve } = room.player;
  room.player.resolve = () => ({
    type: 'tracks',
    tracks: titles.map((title) => ({
      trackId: title,
      title,
      performer: null,
      durationMs: title === 'radio' ? null : 180_000,
      source: title === 'radio' ? { type: 'live', url: 'http://r.example' } : { type: 'library', path: title },
    })),
  });
  await chat.ask(olga, '/play all', new RegExp(`Now playing: ${titles[0]}`));
  room.player.resolve = resolve;
  return chat;
}

const now = async (chat: Room) => (await room.control.readNowPlaying(chat.chatId)).playback;
const forbidden = /^Это могут только те, кто управляет здесь видеочатами\. Попросите @olga/;

test('/pause and /resume, twice each, in both languages', async () => {
  const chat = await playing(['a'], true);
  await chat.ask(olga, '/pause', /^⏸ Paused\. \/resume goes on\.$/);
  assert.is((await now(chat)).isPaused, true);
  await chat.ask(egor, '/pause', /^Уже на паузе\. Дальше — \/resume\.$/);
  await chat.ask(egor, '/resume', /^▶ Продолжаю\.$/);
  assert.is((await now(chat)).isPaused, false);
  await chat.ask(olga, '/resume', /^Nothing is paused: I'm on the air\.$/);
});

test('/resume after /stop: on the air again, and the card is the answer', async () => {
  const chat = await playing(['a', 'b']);
  await chat.ask(olga, '/stop', /^⏹ Stopped/);
  await chat.ask(egor, '/resume', forbidden);
  await chat.ask(olga, '/resume', /^▶ Now playing: a/);
  assert.is((await now(chat)).isOn, true);
});

test('nothing plays: every command says so', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/pause', /^Nothing is playing\.$/);
  await chat.ask(olga, '/resume', /^There is nothing to go on with\./);
  await chat.ask(olga, '/previous', /^Nothing is playing\.$/);
  await chat.ask(olga, '/seek 1:00', /^Nothing is playing\.$/);
  await chat.ask(olga, '/skip 3', /^Nothing is playing, so there is nothing to skip\.$/);
  await chat.ask(olga, '/history', /^Nothing has played here yet\.$/);
});

test('listeners: all of it is refused, with the name of somebody to ask', async () => {
  const chat = await playing(['a', 'b']);
  for (const command of ['/pause', '/resume', '/previous', '/seek 10', '/volume 80', '/loop track', '/skip 2']) {
    await chat.ask(egor, command, forbidden);
  }
  await chat.ask(egor, '/playnext x', forbidden);
});

test('/skip 2, and more than there are', async () => {
  const chat = await playing(['a', 'b', 'c', 'd'], true);
  await chat.ask(
    olga,
    '/skip 9',
    /^There are 4 tracks to skip, the one that plays included; give a number from 1 to 4/,
  );
  await chat.ask(egor, '/skip 0', /^Пропустить можно 4 трека вместе с тем, что играет; назовите число от 1 до 4/);
  await chat.ask(olga, '/skip all', /^Say how many to skip: \/skip for this one, \/skip 3 for three\.$/);
  await chat.ask(olga, '/skip 2', /^⏭ Skipped 2 tracks\. Now: c$/);
  await chat.ask(egor, '/skip 2', /^⏭ Пропущено 2 трека\. Очередь пуста\.$/);
});

test('/previous: back, until there is nothing before', async () => {
  const chat = await playing(['a', 'b'], true);
  await chat.ask(olga, '/previous', /^Nothing has played before, so there is nothing to go back to\.$/);
  await chat.ask(olga, '/skip', /Skipped “a”/);
  await chat.ask(egor, '/previous', /^⏮ Снова «a»\.$/);
  assert.is((await now(chat)).current?.track.title, 'a');
});

test('/seek: to a place, by steps, past the end, nonsense, live', async () => {
  const chat = await playing(['a', 'radio'], true);
  await chat.ask(olga, '/seek 1:23', /^⏩ “a” goes on at 1:23\.$/);
  await chat.ask(olga, '/seek +30', /^⏩ “a” goes on at 1:53\.$/);
  await chat.ask(egor, '/seek −10', /^⏩ «a» — с 1:43\.$/);
  assert.is((await now(chat)).positionMs, 103_000);
  await chat.ask(olga, '/seek 1:02:45', /^“a” is 3:00 long; give a time before that, like \/seek 1:30\.$/);
  await chat.ask(olga, '/seek 🎵', /^Tell me where to: \/seek 1:23/);
  await chat.ask(egor, '/seek', /^Скажите, куда: \/seek 1:23/);
  await chat.ask(olga, '/skip', /Now: radio/);
  await chat.ask(olga, '/seek 1:00', /^“radio” comes live, so there is no other place to go to\.$/);
});

test('/volume: what it is, set, by steps, out of range', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(egor, '/volume', /^🔊 Громкость: 100 %\./);
  await chat.ask(olga, '/volume 80%', /^🔊 Volume: 80%\.$/);
  await chat.ask(olga, '/volume +150', /^🔊 Volume: 200%\.$/);
  for (const argument of ['201', '-', 'loud', '99999999999']) {
    await chat.ask(olga, `/volume ${argument}`, /^Give a number from 0 to 200, like \/volume 80/);
  }
  assert.is((await room.control.readSettings(chat.chatId)).volumePercent, 200);
});

test('/loop: what it is, set, nonsense', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(egor, '/loop', /^➡ Без повторов\. Изменить: \/loop track/);
  await chat.ask(olga, '/loop track', /^🔂 This track repeats\. \/loop off ends that\.$/);
  await chat.ask(olga, '/loop queue', /^🔁 The queue repeats/);
  await chat.ask(olga, '/loop maybe', /^Say what shall repeat: \/loop track, \/loop queue or \/loop off\.$/);
  assert.is((await room.control.readSettings(chat.chatId)).loop, 'queue');
  await chat.ask(olga, '/loop off', /^➡ Nothing repeats\.$/);
});

test('/history: outcomes and reasons, the latest first; a number limits it', async () => {
  const chat = await playing(['a <b>', 'broken', 'c']);
  await chat.ask(olga, '/skip', /Skipped/);
  const { generation } = await now(chat);
  const fence = await room.player.fenceOf(chat.chatId);
  const failed = { expectedGeneration: generation, outcome: 'failed', reason: 'unreadable', fence } as const;
  await room.store.playback.advance(chat.chatId, failed, 'failed');
  const answer = await chat.ask(olga, '/history', /^🕘 What has played, the latest first:/);
  assert.equal(answer.text?.split('\n').slice(1), [
    '▶ c  @olga',
    '1. broken  3:00  ⚠ the file is damaged  @olga',
    '2. a <b>  3:00  skipped  @olga',
  ]);
  const one = await chat.ask(egor, '/history 1', /^🕘 Что играло/);
  assert.equal(one.text?.split('\n').slice(1), ['▶ c  @olga', '1. broken  3:00  ⚠ файл повреждён  @olga']);
  await chat.ask(olga, '/history 0', /^Give a number from 1 to 15, like \/history 15\.$/);
  await chat.ask(egor, '/history all', /^Назовите число от 1 до 15/);
});

test('/history never says that nothing has played while something does, as after /previous', async () => {
  const chat = await playing(['a', 'b']);
  await chat.ask(olga, '/history', /^▶ a {2}@olga\nNothing has played here before it\.$/);
  await chat.ask(olga, '/skip', /Skipped/);
  await chat.ask(olga, '/previous', /Back to “a”/);
  await chat.ask(egor, '/history', /^▶ a {2}@olga\nДо него здесь ничего не играло\.$/);
});

test('/queue with a page', async () => {
  const chat = await playing(Array.from({ length: 20 }, (_, i) => `t${i}`));
  await waitFor(async () => (await room.control.readNowPlaying(chat.chatId)).queueLength === 19, { what: 'the queue' });
  await chat.ask(olga, '/queue 2', /9\. t9/);
  await chat.ask(olga, '/queue 4', /^The queue has 3 pages; give one from 1 to 3, like \/queue 2\.$/);
  await chat.ask(egor, '/queue x', /^В очереди 3 страницы; назовите номер от 1 до 3/);
});

test.run();
