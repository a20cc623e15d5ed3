import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';

const test = suite('auto-end in the chat');
let room: BotRoom;
let olga: number;
let boris: number;
let dima: number;

test.before(async () => {
  room = await startBotRoom();
  [olga, boris, dima] = [room.person('Olga'), room.person('Boris', 'ru'), room.person('Dima')];
});
test.after(() => room.close());

const read = ({ chatId }: Room) => room.control.readAutoEnd(chatId);

test('alone it says how it is set, and how to change it', async () => {
  const chat = await room.group(olga, [boris]);
  const { text } = await chat.ask(olga, '/autoend', /^💤 When nobody listens for 5 minutes, I leave\./);
  assert.match(text ?? '', /from 1 to 1,440, like \/autoend 10, or with \/autoend on and \/autoend off\.$/);
  await chat.ask(
    boris,
    '/autoend',
    /^💤 Если никто не слушает 5 минут, я выхожу\. .*\nИзменить: число минут от 1 до 1\s440/,
  );
});

test('minutes, hours, on and off; off keeps the minutes', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/autoend 10', /^💤 When nobody listens for 10 minutes, I leave\. The queue is kept\.$/);
  assert.equal(await read(chat), { isOn: true, minutes: 10, endsAt: null });
  await chat.ask(olga, '/autoend off', /^💤 I stay, whether anybody listens or not\.$/);
  assert.equal(await read(chat), { isOn: false, minutes: 10, endsAt: null });
  await chat.ask(olga, '/autoend on', /for 10 minutes/);
  await chat.ask(olga, '/autoend 2h', /for 2 hours/);
  await chat.ask(olga, '/autoend 1', /for 1 minute,/);
});

test('what is no such number is answered with the range and the present setting; nothing changes', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/autoend 30', /30 minutes/);
  for (const wrong of ['0', '-5', '1.5', '99999', 'ten', '1441', '10 0', '💤']) {
    await chat.ask(
      olga,
      `/autoend ${wrong}`,
      /^💤 When nobody listens for 30 minutes, I leave\..*\nChange it .* from 1 to 1,440/,
    );
  }
  assert.is((await read(chat)).minutes, 30);
});

test('only operators change it; it has a page in the settings', async () => {
  const chat = await room.group(olga, [dima]);
  await chat.ask(dima, '/autoend 10', /^Only people who manage video chats here can do that\./);
  const { messageId } = await chat.ask(olga, '/settings', /Nobody listens: as usual\n.*Empty voice chat: play on/s);
  await chat.press(olga, messageId, 'Nobody listens');
  assert.is(
    await chat.press(dima, messageId, 'leave after 30 min'),
    'Only people who manage video chats here can do that.',
  );
  await chat.press(olga, messageId, 'leave after 30 min');
  assert.equal(await read(chat), { isOn: true, minutes: 30, endsAt: null });
  await chat.press(olga, messageId, 'Nobody listens');
  await chat.press(olga, messageId, 'I stay');
  assert.equal(await read(chat), { isOn: false, minutes: 30, endsAt: null });
  await chat.press(olga, messageId, 'Nobody listens');
  await chat.press(olga, messageId, 'as usual');
  assert.equal(await read(chat), { isOn: true, minutes: 5, endsAt: null });
  await chat.press(olga, messageId, 'Empty voice chat');
  await chat.press(olga, messageId, 'pause');
  assert.is((await room.control.readSettings(chat.chatId)).pausesWhenEmpty, true);
});

test.run();
