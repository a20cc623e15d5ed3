import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';

const test = suite('the menu of the settings');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());

const textOf = (chat: Room, messageId: number) => room.world.message(chat.chatId, messageId)?.text ?? '';
const buttons = (chat: Room, messageId: number) =>
  (
    (
      room.world.message(chat.chatId, messageId)?.replyMarkup as
        | { inline_keyboard?: { text: string; callback_data: string }[][] }
        | undefined
    )?.inline_keyboard ?? []
  ).flat();

test('a setting leads to its values; the chosen one is marked, stored and shown', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: id } = await chat.ask(olga, '/settings', /Settings of this chat/);
  assert.match(textOf(chat, id), /Who may add: everyone\nPer person: no limit/);
  await chat.press(olga, id, 'Per person');
  assert.equal(
    buttons(chat, id).map(({ text }) => text),
    ['✓ no limit', '1', '2', '3', '5', '10', '20', '50', '‹ Back'],
  );
  assert.is(await chat.press(olga, id, '3'), 'Done');
  assert.is((await room.store.settings.read(chat.chatId)).itemsPerUser, 3);
  assert.match(textOf(chat, id), /Per person: 3/);
});

test('every setting opens, and every button fits into 64 bytes, in both languages', async () => {
  for (const [who, name] of [
    [olga, /Settings of this chat/],
    [egor, /Настройки этого чата/],
  ] as const) {
    const chat = await room.group(olga, [egor]);
    const { messageId: id } = await chat.ask(who, '/settings', name);
    for (const { text } of buttons(chat, id)) {
      await chat.press(who, id, text);
      for (const { callback_data: data } of buttons(chat, id)) assert.ok(Buffer.byteLength(data) <= 64, data);
      await chat.press(who, id, who === olga ? '‹ Back' : '‹ Назад');
      assert.match(textOf(chat, id), name);
    }
  }
});

test('everybody looks, operators change', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: id } = await chat.ask(egor, '/settings', /Настройки/);
  await chat.press(egor, id, 'Громкость');
  assert.match(await chat.press(egor, id, '200 %'), /^Это могут только те/);
  assert.is((await room.store.settings.read(chat.chatId)).volumePercent, 100);
  assert.is(await chat.press(olga, id, '150 %'), 'Done');
  assert.is((await room.store.settings.read(chat.chatId)).volumePercent, 150);
});

test('a value that somebody else has changed meanwhile: redrawn, nothing done', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: id } = await chat.ask(olga, '/settings', /Settings/);
  await chat.press(olga, id, 'Who may add');
  const data = buttons(chat, id)[1]?.callback_data ?? '';
  await room.store.settings.change(chat.chatId, { patch: { whoMayAdd: 'operators' }, userId: 1 }, 'elsewhere');
  assert.match(await chat.pressData(olga, id, data), /^Somebody has changed a setting since/);
});

test('the placeholder: an answered file, and back', async () => {
  const chat = await room.group(olga, [egor]);
  const audio = await chat.sendAudio(olga, { title: 'Rain', performer: 'Nature' });
  await chat.ask(egor, '/settings', /Это могут только те/, audio);
  await chat.ask(olga, '/settings', /While the queue is empty I play “Nature – Rain”/, audio);
  assert.is((await room.store.settings.read(chat.chatId)).placeholder?.title, 'Rain');
  const { messageId: id } = await chat.ask(olga, '/settings', /Empty queue: Nature – Rain/);
  await chat.press(olga, id, 'Empty queue');
  await chat.press(olga, id, '✕ Back to the usual music');
  assert.is((await room.store.settings.read(chat.chatId)).placeholder, null);
});

test('the language of the chat is that of its card', async () => {
  const chat = await room.group(olga, [egor]);
  const { messageId: id } = await chat.ask(olga, '/settings', /Settings/);
  await chat.press(olga, id, 'Language');
  await chat.press(olga, id, 'Русский');
  await chat.ask(olga, '/play first', /Сейчас играет/);
});

test.run();
