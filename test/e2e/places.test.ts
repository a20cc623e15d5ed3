import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { says } from '../fixtures/says.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** Where people write to the bot, and as whom: topics, anonymous admins, private chats, channels, edits, and while it is away. */
const test = suite('places');
let stage: EfirStage;
let [egor, nina] = [0, 0];
/** Minutes that a message may have waited for its answer to be acted on. */
const recentMinutes = 5;

test.before(async () => {
  stage = await openEfirStage();
  egor = await stage.person('Egor');
  nina = await stage.person('Nina', 'ru');
});
test.after(() => stage.close());

/** What the bot said in a chat, in order. */
async function heard(chatId: number, after = 0) {
  const { bot } = await stage.efir.telegram.state();
  return (await stage.efir.telegram.messages(chatId, after)).filter(({ fromId, text }) => fromId === bot.id && text);
}

test('in a forum everything stays in the topic where it was asked for, notices too', async () => {
  const { telegram } = stage.efir;
  const room = await stage.openRoom();
  const { messageId: before } = await telegram.answer(room.chatId, 0, /To begin with/);
  const threadId = await telegram.addTopic(room.chatId, 'Music');
  await telegram.addTopic(room.chatId, 'Talk');
  const nothing = await room.ask('/play', { threadId });
  says(nothing.text, 'Answer an audio, voice or video message with /play', 'a topic’s head is no file');
  const asked = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: '/play First', threadId });
  const card = await telegram.answer(room.chatId, asked, /Now playing: First/);
  await room.ask('/play One', { threadId });
  await room.ask('/queue', { threadId });
  await telegram.act(room.chatId, { action: 'discard' });
  // Whatever becomes of the call, a notice says so.
  await telegram.answer(room.chatId, card.messageId, /🔌/);
  const threads = (await heard(room.chatId, before)).map((message) => message.threadId);
  assert.equal([...new Set(threads)], [threadId], 'all of it');
});

test('an anonymous admin steers, and is no listener with a vote', async () => {
  const room = await stage.openRoom({ members: [egor] });
  await room.start('First', 'One', 'Two');
  says((await room.ask('/move 2 1', { isAnonymous: true })).text, 'Two is now 1st');
  says((await room.ask('/skip', { isAnonymous: true })).text, 'Skipped “First”. Now: Two');
  says((await room.ask('/play Three', { isAnonymous: true })).text, 'Added at 2: Three');
  says(await room.say('/queue'), /Three.*Test room/, 'it was the group who added it');
});

test('a command counts as it was sent: editing it does nothing', async () => {
  const room = await stage.openRoom();
  await room.start('First', 'One', 'Two');
  const { telegram } = stage.efir;
  const asked = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: '/volume 90' });
  await telegram.answer(room.chatId, asked, /90%/);
  await telegram.edit(room.chatId, asked, '/clear');
  const word = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: 'hello' });
  await telegram.edit(room.chatId, word, '/stop');
  // What comes after has been handled, so what came before was passed over.
  assert.equal(await room.queue(), { current: 'First', items: ['One', 'Two'] });
  const since = (await heard(room.chatId, asked)).map(({ text }) => text?.split('\n')[0]);
  assert.equal(since, ['🔊 Volume: 90%.', '🎵 First']);
});

test('a private chat: what it is for, and that music needs a group, in the language of whoever asks', async () => {
  const { telegram } = stage.efir;
  const ask = async (userId: number, text: string, pattern: RegExp) => {
    const asked = await telegram.post({ chatId: userId, fromId: userId, text });
    return telegram.answer(userId, asked, pattern);
  };
  const start = await ask(egor, '/start', /I play music in the voice chats of Telegram groups/);
  assert.equal(
    start.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text),
    ['Add to a group', 'Help', 'Language'],
  );
  await ask(egor, '/play https://example.org/a.mp3', /I play in the voice chats of groups/);
  await ask(egor, '/queue', /That works in a group/);
  await ask(egor, '/nonsense', /I don't know \/nonsense/);
  await ask(egor, 'hello', /\/help says what I can do/);
  await ask(nina, '/start', /голосовых чатах/);
  await ask(nina, '/stop', /в группе/);
  await telegram.press({ chatId: egor, messageId: start.messageId, fromId: egor, button: 'Language' });
  const question = await telegram.answer(egor, start.messageId, /Which language/);
  await telegram.press({ chatId: egor, messageId: question.messageId, fromId: egor, button: 'Русский' });
  await ask(egor, '/queue', /в группе/);
  await telegram.press({ chatId: egor, messageId: question.messageId, fromId: egor, button: 'Язык' });
  const back = await telegram.answer(egor, question.messageId, /На каком языке/);
  await telegram.press({ chatId: egor, messageId: back.messageId, fromId: egor, button: 'English' });
});

test('a channel is told that music needs a group; its other posts are left alone', async () => {
  const { telegram } = stage.efir;
  const members = [{ userId: egor, status: 'creator' }];
  const chatId = await telegram.addChat({ title: 'News', type: 'channel', members, withBot: true });
  await telegram.post({ chatId, fromId: egor, text: 'Good morning' });
  const post = await telegram.post({ chatId, fromId: egor, text: '/play First' });
  await telegram.answer(chatId, post, /I play in groups, not in channels/);
  assert.is((await heard(chatId)).length, 1);
});

test('what was written while it was away: at once it is done, after long it is only said that it was not', async () => {
  const { efir } = stage;
  const { telegram } = efir;
  const room = await stage.openRoom();
  await room.start('First', 'One', 'Two', 'Three');
  const before = await efir.pidsOf('control');
  await efir.kill('control');
  const date = Math.floor(Date.now() / 1000) - 60 * recentMinutes - 30;
  const say = (text: string, about = {}) => telegram.post({ chatId: room.chatId, fromId: room.owner, text, ...about });
  const old = await say('/clear', { date });
  await say('/skip 2', { date });
  const recent = await say('/volume 70');
  await waitFor(async () => (await efir.pidsOf('control')).some((pid) => !before.includes(pid)), {
    what: 'it to come back',
    timeoutMs: 20_000,
  });
  await telegram.answer(room.chatId, recent, /Volume: 70%/, 30_000);
  const said = (await heard(room.chatId, old)).filter(({ replyTo }) => replyTo !== undefined);
  assert.equal(
    said.map(({ text, replyTo }) => [text, replyTo]),
    [
      ['I was away when you wrote this, so I did nothing about it. Write it again if you still want it.', old],
      ['🔊 Volume: 70%.', recent],
    ],
  );
  assert.equal(await room.queue(), { current: 'First', items: ['One', 'Two', 'Three'] });
});

test.run();
