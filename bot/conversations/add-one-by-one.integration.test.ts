import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { createBot } from '../create-bot.ts';

const test = suite('adding one by one');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

const titles = async (chat: Room) => (await room.store.queue.read(chat.chatId)).items.map(({ track }) => track.title);
const becomes = (chat: Room, messageId: number, pattern: RegExp) =>
  waitFor(() => pattern.test(room.world.message(chat.chatId, messageId)?.text ?? ''), {
    what: `message ${messageId} to become ${pattern}`,
  });

test('files and links, talk in between, and Done adds them in their order', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const { messageId: id } = await chat.ask(olga, '/add', /Send me audio, files or links, one after another/);
  await chat.sendAudio(olga, { title: 'So What' });
  await becomes(chat, id, /1 track so far[\s\S]*Last: So What/);
  chat.say(olga, 'what a nice evening');
  chat.say(olga, 'https://example.org/a.mp3');
  await becomes(chat, id, /2 tracks so far/);
  chat.say(olga, 'sinnerman', id);
  await becomes(chat, id, /3 tracks so far[\s\S]*Last: sinnerman/);
  assert.equal(await titles(chat), []);
  assert.is(await chat.press(olga, id, 'Done'), '');
  await chat.answer(id, /^➕ Added 3 tracks at 1–3/);
  assert.equal(await titles(chat), ['So What', 'https://example.org/a.mp3', 'sinnerman']);
});

test('Cancel adds nothing; afterwards a file is just a file', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: id } = await chat.ask(olga, '/add', /Send me audio/);
  await chat.sendAudio(olga, { title: 'So What' });
  await becomes(chat, id, /1 track so far/);
  await chat.press(olga, id, 'Cancel');
  await becomes(chat, id, /^Nothing was added\.$/);
  await chat.sendAudio(olga, { title: 'Blue in Green' });
  await chat.ask(olga, '/queue', /The queue is empty/);
});

test('begun anew: the earlier prompt says so, and has no buttons any more', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: first } = await chat.ask(olga, '/add', /Send me audio/);
  await chat.sendAudio(olga, { title: 'So What' });
  await becomes(chat, first, /1 track so far/);
  const { messageId: second } = await chat.ask(olga, '/add', /Send me audio/);
  await becomes(chat, first, /^Begun anew below/);
  await chat.press(olga, second, 'Cancel');
});

test('whoever may not add is told so before anything is gathered', async () => {
  const chat = await room.group(olga, [egor]);
  await room.store.settings.change(chat.chatId, { patch: { whoMayAdd: 'operators' }, userId: olga }, 'who');
  await chat.ask(egor, '/add', /^Добавлять треки здесь могут только те, кто управляет видеочатами\./);
});

test('/cancel does what Cancel does; where there is nothing to cancel it says so', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: id } = await chat.ask(olga, '/add', /Send me audio/);
  chat.say(olga, '/cancel');
  await becomes(chat, id, /^Nothing was added\.$/);
  await chat.ask(olga, '/cancel', /^There is nothing to cancel/);
});

test('commands go on working meanwhile, and others are not in the conversation', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const { messageId: id } = await chat.ask(olga, '/add', /Send me audio/);
  await chat.sendAudio(egor, { title: 'of Egor' });
  await chat.sendAudio(olga, { title: 'of Olga' });
  await becomes(chat, id, /1 track so far[\s\S]*of Olga/);
  assert.is(await chat.press(egor, id, 'Done'), 'Это может только тот, кто начал.');
  await chat.ask(olga, '/queue', /first/);
  await chat.ask(egor, '/play other', /В очереди 1-й/);
  await chat.press(olga, id, 'Done');
  await chat.answer(id, /^➕ Added at 2: of Olga/);
});

test('it survives a restart of the bot: its state is in Redis', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const { messageId: id } = await chat.ask(olga, '/add', /Send me audio/);
  await chat.sendAudio(olga, { title: 'before' });
  await becomes(chat, id, /1 track so far/);
  await room.bot.stop();
  const { config, control, store } = room;
  const second = createBot({ config, control, store, log: pino({ level: 'silent' }) });
  await second.start();
  await chat.sendAudio(olga, { title: 'after' });
  await becomes(chat, id, /2 tracks so far/);
  await chat.press(olga, id, 'Done');
  await chat.answer(id, /^➕ Added 2 tracks/);
  assert.equal(await titles(chat), ['before', 'after']);
  await second.stop();
});

test.run();
