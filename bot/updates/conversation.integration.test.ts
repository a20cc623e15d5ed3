import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { commands } from '../commands/commands.ts';

const test = suite('what people say');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

const urlButtons = (message: { replyMarkup?: unknown }) =>
  ((message.replyMarkup as { inline_keyboard?: { text: string; url?: string }[][] } | undefined)?.inline_keyboard ?? [])
    .flat()
    .filter(({ url }) => url !== undefined);
const quiet = async (chat: Room, after: number) => {
  // What comes after an answered message has been decided: the queue of updates is in order for a chat.
  await chat.ask(olga, '/help', /To begin with/);
  assert.equal(
    chat.heard(after).filter(({ text }) => !/To begin with/.test(text ?? '')),
    [],
  );
};

test('/start and /help in private: four lines, and three buttons that work', async () => {
  const chat = room.privateChat(olga);
  const start = await chat.ask(olga, '/start', /^🎵 I play music in the voice chats/);
  assert.is(start.text?.split('\n').length, 4);
  assert.is(urlButtons(start)[0]?.text, 'Add to a group');
  assert.match(urlButtons(start)[0]?.url ?? '', 'https://t.me/efir_bot?startgroup=');
  assert.is(await chat.press(olga, start.messageId, 'Help'), '');
  await chat.answer(start.messageId, /\/settings – who may add/);
  await chat.ask(olga, '/help', /\/settings – who may add/);
});

test('the language is that of one’s Telegram, until one chooses', async () => {
  const chat = room.privateChat(egor);
  const start = await chat.ask(egor, '/start', /^🎵 Я включаю музыку/);
  await chat.press(egor, start.messageId, 'Язык');
  const question = await chat.answer(start.messageId, /На каком языке/);
  await chat.press(egor, question.messageId, 'English');
  await chat.answer(start.messageId, /From now on I speak English/);
  await chat.ask(egor, '/help', /Add me to a group/);
  await room.control.people.setLanguage(egor, 'ru');
});

test('private: music needs a group; everything gets an answer', async () => {
  const chat = room.privateChat(olga);
  await chat.ask(olga, '/play x', /^🎵 I play in the voice chats of groups/);
  await chat.ask(olga, '/queue', /^That works in a group/);
  await chat.ask(olga, '/dance', /^I don't know \/dance\. What I do know: \/play/);
  await chat.ask(olga, 'hello', /^I don't know what to do with that/);
  const audio = await chat.sendAudio(olga, { title: 'So What' });
  await chat.answer(audio, /^🎵 I can play “So What” in a group/);
});

test('a group: three commands to begin with, on its arrival, /start, /help and when it is mentioned', async () => {
  const chat = await room.group(olga);
  const [hello] = chat.heard(0);
  assert.match(hello?.text ?? '', /\/play[\s\S]*\/queue[\s\S]*\/skip/);
  await chat.ask(olga, '/start', /To begin with/);
  await chat.ask(olga, '@efir_bot what do you do?', /To begin with/);
  await chat.ask(olga, '/start@efir_bot', /To begin with/);
});

test('a group: commands of others are left to them', async () => {
  const chat = await room.group(olga);
  const before = chat.say(olga, '/dance');
  chat.say(olga, '/play@other_bot x');
  chat.say(olga, 'hello everybody');
  await quiet(chat, before);
  await chat.ask(olga, '/dance@efir_bot', /^I don't know \/dance/);
  await chat.ask(olga, '/HELP', /To begin with/);
});

test('a channel is told that Efir plays in groups', async () => {
  const { id } = room.world.addChat({
    type: 'channel',
    title: 'News',
    members: [
      { userId: olga, status: 'creator' },
      { userId: room.world.bot()?.id ?? 0, status: 'administrator' },
    ],
  });
  const chat = room.open(id);
  const post = room.world.postMessage({ chatId: id, fromId: olga, senderChatId: id, text: '/play x' });
  await chat.answer(post.messageId, /^I play in groups, not in channels/);
});

test('messages from before the start: recent ones count, old ones get one answer and no deed', async () => {
  const chat = await room.group(olga);
  const at = (minutesAgo: number) => Math.floor(Date.now() / 1000) - minutesAgo * 60;
  const old = room.world.postMessage({ chatId: chat.chatId, fromId: olga, text: '/play old', date: at(6) });
  room.world.postMessage({ chatId: chat.chatId, fromId: olga, text: '/play older', date: at(9) });
  await chat.answer(old.messageId, /^I was away when you wrote this/);
  const recent = room.world.postMessage({ chatId: chat.chatId, fromId: olga, text: '/play recent', date: at(4) });
  await chat.answer(recent.messageId, /Now playing: recent/);
  assert.is(chat.heard(old.messageId).filter(({ text }) => /away/.test(text ?? '')).length, 1);
  assert.is((await room.control.readNowPlaying(chat.chatId)).queueLength, 0);
});

test('an edited command is not a new one', async () => {
  const chat = await room.group(olga);
  const message = chat.say(olga, 'hello');
  room.world.editMessage(chat.chatId, message, { text: '/play x' });
  await quiet(chat, message);
});

test('the lists behind the slash: for everybody, for admins, in private, in both languages', async () => {
  const chat = await room.group(olga, [egor]);
  const names = (chatId: number, userId: number) => room.commandsFor(chatId, userId).map(({ command }) => command);
  await waitFor(() => names(egor, egor).length > 0, { what: 'the command lists' });
  const forAll = names(chat.chatId, egor);
  assert.equal(forAll, ['play', 'add', 'queue', 'now', 'skip', 'remove', 'history', 'help']);
  const forAdmins = names(chat.chatId, olga);
  assert.equal(
    forAdmins,
    [...commands.keys()].filter((name) => !['start', 'admin', 'panel', 'cancel'].includes(name)),
    'admins see all that concerns a group',
  );
  assert.ok(forAll.every((name) => forAdmins.includes(name)));
  assert.equal(names(egor, egor), ['help', 'start']);
  assert.is(room.commandsFor(egor, egor)[0]?.description, 'Что я умею');
  assert.is(room.commandsFor(olga, olga)[0]?.description, 'What I can do');
});

test('removed from the group: the stream ends', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play x', /Now playing/);
  room.world.setMember(chat.chatId, room.world.bot()?.id ?? 0, { status: 'kicked' }, olga);
  await waitFor(async () => !(await room.store.playback.read(chat.chatId)).isOn, { what: 'the end' });
});

test('a right that was given counts at once', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play x', /Now playing/);
  await chat.ask(egor, '/stop', /Это могут только/);
  room.world.setMember(chat.chatId, egor, { status: 'administrator', canManageVideoChats: true }, olga);
  await waitFor(
    async () => await chat.ask(egor, '/stop', /Остановлено|Это могут/).then((it) => /Остан/.test(it.text ?? '')),
    {
      what: 'the right to count',
      everyMs: 100,
    },
  );
});

test.run();
