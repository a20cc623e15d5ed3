import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('the bot in trouble');
let room: BotRoom;
let olga: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
});
test.after(() => room.close());
test.after.each(() => room.faults.clear());

test('429: the answer comes when Telegram allows it, once', async () => {
  const chat = await room.group(olga);
  room.faults.add({ kind: 'bot-api-429', method: 'sendMessage', chatId: chat.chatId, count: 2 });
  const asked = chat.say(olga, '/play x');
  await chat.answer(asked, /Now playing: x/);
  assert.is(chat.heard(asked).length, 1);
  assert.equal(room.faults.list(), [], 'the fault was met');
});

test('500: the answer comes nevertheless', async () => {
  const chat = await room.group(olga);
  room.faults.add({ kind: 'bot-api-500', method: 'sendMessage', count: 2 });
  await chat.ask(olga, '/help', /To begin with/);
  assert.equal(room.faults.list(), []);
});

test('the Bot API is away for a while: nothing that was said meanwhile is lost', async () => {
  const chat = await room.group(olga);
  room.faults.add({ kind: 'bot-api-down', seconds: 1.5 });
  const asked = chat.say(olga, '/play x');
  const second = chat.say(olga, '/play y');
  await waitFor(() => !room.bot.isReady(), { what: 'the bot to notice' });
  await chat.answer(asked, /Now playing: x/);
  await chat.answer(second, /Added at 1: y/);
  await waitFor(() => room.bot.isReady(), { what: 'the bot to be back' });
});

test('a button during an outage is obeyed', async () => {
  const chat = await room.group(olga);
  const card = await chat.ask(olga, '/play x', /Now playing/);
  room.faults.add({ kind: 'bot-api-500', method: 'answerCallbackQuery', count: 1 });
  assert.is(await chat.press(olga, card.messageId, '⏸'), 'Paused');
});

test('Redis is away: people are told, nothing hangs; afterwards all goes on', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play x', /Now playing/);
  await room.redis.kill();
  await chat.ask(olga, '/skip', /^My memory doesn't answer at the moment, so I did nothing/);
  await room.redis.restart();
  await chat.ask(olga, '/queue', /x/);
});

test.run();
