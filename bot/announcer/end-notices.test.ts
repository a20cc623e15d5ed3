import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { setListeners } from '../../test/fixtures/set-listeners.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('the warning before a stream ends');
let room: BotRoom;
let olga: number;
let boris: number;
let dima: number;

test.before(async () => {
  room = await startBotRoom();
  [olga, boris, dima] = [room.person('Olga'), room.person('Boris', 'ru'), room.person('Dima')];
});
test.after(() => room.close());

/** A group where Boris' track plays, nobody listens, and the chat has been warned; the warning's id and session. */
async function warned(leftMs = 60_000) {
  const chat = await room.group(olga, [boris, dima]);
  await chat.ask(boris, '/play first', /Сейчас играет: first/);
  const asked = chat.say(olga, '/play second');
  await chat.answer(asked, /Added at 1/);
  await setListeners(room.store, chat.chatId, { count: 0, userIds: [] });
  const audience = await room.store.audience.read(chat.chatId);
  assert.ok(audience);
  const { sessionId } = audience;
  const endsAt = Date.now() + leftMs;
  await room.store.events.publish(chat.chatId, { type: 'auto-end.warned', data: { sessionId, endsAt } });
  await room.store.audience.markWarned(chat.chatId, audience);
  const { messageId } = await chat.answer(asked, /^💤 Никто не слушает\. Выйду через/);
  return { chat, asked, messageId, sessionId, endsAt, audience };
}

const textOf = (chat: Room, messageId: number) => room.world.message(chat.chatId, messageId)?.text ?? '';
const reads = (chat: Room, messageId: number, pattern: RegExp) =>
  waitFor(() => pattern.test(textOf(chat, messageId)), { what: `${pattern} for ${textOf(chat, messageId)}` });
const warningsIn = (chat: Room, after: number) =>
  chat.heard(after).filter(({ text }) => /Никто не слушает/.test(text ?? '')).length;

test('it says what is left, in the language of the chat; the same again is not said again', async () => {
  const { chat, asked, messageId, sessionId, endsAt } = await warned();
  assert.is(textOf(chat, messageId), '💤 Никто не слушает. Выйду через 1 минуту.');
  await room.store.events.publish(chat.chatId, { type: 'auto-end.warned', data: { sessionId, endsAt } });
  const past = { sessionId, endsAt: Date.now() - 1 };
  await room.store.events.publish(chat.chatId, { type: 'auto-end.warned', data: past });
  await chat.ask(olga, '/queue', /second/);
  assert.is(warningsIn(chat, asked), 1);
  const short = await warned(5_000);
  assert.is(textOf(short.chat, short.messageId), '💤 Никто не слушает. Выйду через 5 секунд.');
});

test('Keep playing: one more timeout, said in the same message; the second press changes nothing', async () => {
  const { chat, asked, messageId } = await warned();
  assert.match(
    await chat.press(dima, messageId, 'Играть дальше'),
    /^Only people who manage video chats here, or whose/,
  );
  assert.is(textOf(chat, messageId), '💤 Никто не слушает. Выйду через 1 минуту.');
  const data = room.world.message(chat.chatId, messageId)?.replyMarkup as {
    inline_keyboard: { callback_data: string }[][];
  };
  const keep = data.inline_keyboard[0]?.[0]?.callback_data ?? '';
  assert.is(await chat.press(boris, messageId, 'Играть дальше'), 'Остаюсь ещё на 5 минут.');
  await reads(chat, messageId, /^💤 Никто не слушает\. Остаюсь ещё на 5 минут, как вы просили\.$/);
  const before = await room.control.readAutoEnd(chat.chatId);
  assert.is(await chat.pressData(olga, messageId, keep), 'Somebody was faster: I stay for 5 minutes.');
  assert.equal(await room.control.readAutoEnd(chat.chatId), before);
  // The next warning is another message.
  const audience = await room.store.audience.read(chat.chatId);
  const { sessionId } = audience ?? { sessionId: '' };
  await room.store.events.publish(chat.chatId, {
    type: 'auto-end.warned',
    data: { sessionId, endsAt: Date.now() + 60_000 },
  });
  await waitFor(() => warningsIn(chat, asked) === 2, { what: 'the next warning' });
});

test('somebody comes: the message says so, and its button is over', async () => {
  const { chat, messageId } = await warned();
  await setListeners(room.store, chat.chatId, { count: 1, userIds: [olga] });
  await reads(chat, messageId, /^▶ Снова есть слушатели, остаюсь\.$/);
});

test('/autoend off, or a longer time: the message says what is true now', async () => {
  const off = await warned();
  await off.chat.ask(olga, '/autoend off', /^💤 I stay/);
  await reads(off.chat, off.messageId, /^💤 Остаюсь в эфире, даже если никто не слушает\.$/);
  const longer = await warned();
  await longer.chat.ask(olga, '/autoend 60', /^💤 When nobody listens for 1 hour/);
  await reads(longer.chat, longer.messageId, /^💤 Никто не слушает\. Остаюсь ещё на 1 час\.$/);
  const same = await warned(5 * 60_000);
  await same.chat.ask(olga, '/volume 80', /80%/);
  await same.chat.ask(olga, '/queue', /second/);
  assert.match(textOf(same.chat, same.messageId), /^💤 Никто не слушает\. Выйду через/);
});

test('it waits for listeners: /now and /resume say so', async () => {
  const { chat } = await warned();
  await room.store.settings.change(chat.chatId, { patch: { pausesWhenEmpty: true }, userId: olga }, 'pause');
  await chat.ask(olga, '/resume', /^It goes on as soon as somebody joins the voice chat/);
  await chat.ask(olga, '/now', /^⏸ (Until somebody listens|Пока никто не слушает)/);
});

test('/stop while it stands: nobody is said to listen', async () => {
  const { chat, messageId } = await warned();
  await chat.ask(olga, '/stop', /./);
  await reads(chat, messageId, /^⏹ /);
});

test('the end: the message becomes the one about it, with a button that goes on where it stopped', async () => {
  const { chat, asked, messageId, sessionId, audience } = await warned();
  const fence = await room.player.fenceOf(chat.chatId);
  await room.store.playback.reportPosition(chat.chatId, { fence, generation: 1, positionMs: 42_000 });
  assert.is(await room.store.audience.endIfEmpty(chat.chatId, audience), true);
  await reads(chat, messageId, /^💤 Выхожу: никто не слушал 5 минут\. Очередь сохранена \(2 трека\)\.$/);
  assert.is(chat.heard(asked).filter(({ text }) => text?.startsWith('💤')).length, 1);
  assert.match(await chat.pressData(olga, messageId, `keep:${sessionId}`), /^That is over/);
  await reads(chat, messageId, /^💤 Выхожу/);
  await room.store.events.publish(chat.chatId, { type: 'auto-end.warned', data: { sessionId, endsAt: 1 } });
  assert.is((await room.store.playback.read(chat.chatId)).isOn, false);
  await chat.ask(olga, '/resume', /^▶ /);
  const playback = await room.store.playback.read(chat.chatId);
  assert.equal([playback.isOn, playback.positionMs, playback.current?.track.title], [true, 42_000, 'first']);
});

test('/history tells of past sessions: how long, how much, to how many, and why they ended', async () => {
  const { chat, audience } = await warned();
  await setListeners(room.store, chat.chatId, { count: 7, userIds: null });
  await setListeners(room.store, chat.chatId, { count: 0, userIds: [] });
  const empty = (await room.store.audience.read(chat.chatId)) ?? audience;
  await room.store.audience.endIfEmpty(chat.chatId, empty);
  await waitFor(async () => (await room.control.readSessions(chat.chatId, 1))[0]?.endedAt, { what: 'the record' });
  const told = await chat.ask(olga, '/history', /📻 On the air before:/);
  assert.match(told.text ?? '', /\n1 min ago · 1 min · \d+ tracks? · up to 7 listening · nobody listened$/);
  await chat.ask(
    boris,
    '/history',
    /📻 Прошлые эфиры:\n1 мин назад · 1 мин · \d+ трек.? · до 7 слушателей · никто не слушал$/,
  );
});

test.run();
