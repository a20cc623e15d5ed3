import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Refusal } from '../../storage/model.ts';
import { type BotRoom, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('/play');
let room: BotRoom;
let olga: number;
let egor: number;

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  egor = room.person('Egor', 'ru');
});
test.after(() => room.close());
test.before.each(() => {
  room.player.problem = null;
});

const buttons = (message: { replyMarkup?: unknown }) =>
  ((message.replyMarkup as { inline_keyboard?: { text: string }[][] } | undefined)?.inline_keyboard ?? [])
    .flat()
    .map(({ text }) => text);

test('an answered audio starts at once: the answer is the card, with its buttons', async () => {
  const chat = await room.group(olga);
  const audio = await chat.sendAudio(olga, { title: 'So What', performer: 'Miles Davis', durationSec: 562 });
  const asked = chat.say(olga, '/play', audio);
  const card = await chat.answer(asked, /^▶ Now playing: Miles Davis – So What · 9:22\n/);
  assert.is(card.replyTo, asked);
  assert.equal(buttons(card).slice(0, 3), ['⏮', '⏸', '⏭']);
  assert.is(chat.heard(asked).length, 1, 'one message, no other');
});

test('the second one is added: where, and when it starts', async () => {
  const chat = await room.group(olga);
  const audio = await chat.sendAudio(olga, { title: 'One', durationSec: 840 });
  await chat.ask(olga, '/play', /Now playing/, audio);
  const added = await chat.ask(olga, '/play sinnerman', /^➕ Added at 1: sinnerman · 3:00\nStarts in about 14 min$/);
  assert.is(added.replyTo, added.messageId - 1);
  await chat.ask(egor, '/play b', /^➕ В очереди 2-й: b · 3:00\nНачнётся примерно через 17 мин$/);
});

test('additions take their places in the order they were asked for, however long one takes to check', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play first', /Now playing/);
  const { resolve } = room.player;
  const held = Promise.withResolvers<void>();
  room.player.resolve = async (request) => {
    if (request.query.type === 'text' && request.query.text === 'slow') await held.promise;
    return await resolve(request);
  };
  const slow = chat.say(olga, '/play slow');
  const quick = chat.say(olga, '/play quick');
  await chat.answer(slow, /^⏳ One moment, I'm having a look…$/);
  held.resolve();
  const answer = await chat.answer(slow, /Added at 1: slow/);
  assert.is(answer.replyTo, slow);
  await chat.answer(quick, /Added at 2: quick/);
  assert.not.ok(
    chat.heard(slow).some(({ text }) => text?.startsWith('⏳')),
    'the waiting text became the answer',
  );
  room.player.resolve = resolve;
});

test('a slow check keeps nothing else waiting', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play first', /Now playing/);
  const { resolve } = room.player;
  const held = Promise.withResolvers<void>();
  room.player.resolve = async (request) => {
    await held.promise;
    return await resolve(request);
  };
  chat.say(olga, '/play slow');
  await chat.ask(olga, '/stop', /Stopped/);
  held.resolve();
  await chat.answer(0, /Added at 1: slow|Now playing: slow/);
  room.player.resolve = resolve;
});

const refusals: readonly [Refusal, RegExp, RegExp][] = [
  [{ code: 'no-audio' }, /“notes.pdf” has no audio/, /В «notes.pdf» нет звука/],
  [{ code: 'unreadable' }, /can't read “notes.pdf”/, /Не могу прочитать «notes.pdf»/],
  [{ code: 'empty-file' }, /is empty: it has 0 bytes/, /пустой: в нём 0 байт/],
  [{ code: 'truncated' }, /is incomplete/, /неполный/],
  [{ code: 'zero-length' }, /is 0 seconds long/, /длится 0 секунд/],
  [{ code: 'file-gone' }, /from Telegram any more/, /больше не отдаёт/],
  [{ code: 'url-invalid' }, /isn't a link I can read/, /Не могу прочитать эту ссылку/],
  [{ code: 'url-scheme' }, /http:\/\/ or https:\/\//, /http:\/\/ или https:\/\//],
  [{ code: 'url-private' }, /inside a private network, so I can't open it/, /внутри частной сети/],
  [{ code: 'url-no-answer' }, /the site does not answer/, /сайт не отвечает/],
  [{ code: 'url-html' }, /leads to a web page/, /ведёт на веб-страницу/],
  [{ code: 'url-empty' }, /nothing in the file at that link/, /по этой ссылке пустой/],
  [{ code: 'url-endless' }, /never ends/, /не кончается/],
  [{ code: 'url-status', status: 404 }, /nothing at that address \(404\)/, /ничего нет \(404\)/],
  [{ code: 'too-large', limitMb: 2000 }, /larger than 2,000 MB/, /больше 2.000 МБ/],
  [{ code: 'too-long-to-answer' }, /took too long/, /слишком много времени/],
  [{ code: 'not-in-library', nearest: ['a.mp3', 'b.mp3'] }, /“a.mp3” or “b.mp3”\?/, /«a.mp3» или «b.mp3»\?/],
  [{ code: 'not-in-library', nearest: [] }, /nothing like “notes.pdf”/, /ничего похожего на «notes.pdf»/],
];

test('what cannot be played is refused in words, in both languages; queue and track stay as they were', async () => {
  const { resolve } = room.player;
  for (const people of [refusals.slice(0, 9), refusals.slice(9)]) {
    // Two chats: Telegram lets a bot say 20 things a minute in a group.
    const [english, russian] = await Promise.all([room.group(olga), room.group(egor)]);
    await Promise.all([english.ask(olga, '/play x', /Now playing/), russian.ask(egor, '/play x', /Сейчас играет/)]);
    const before = await room.control.readQueue(english.chatId, 0);
    for (const [refusal, inEnglish, inRussian] of people) {
      room.player.resolve = () => ({ type: 'refused', name: 'notes.pdf', refusal });
      await Promise.all([
        english.ask(olga, '/play notes.pdf', inEnglish),
        russian.ask(egor, '/play notes.pdf', inRussian),
      ]);
    }
    room.player.resolve = resolve;
    const after = await room.control.readQueue(english.chatId, 0);
    assert.equal(after.rows, before.rows);
    assert.equal(after.playback.current, before.playback.current);
  }
});

test('/play alone, and on a message without sound, says how', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play', /^Answer an audio, voice or video message with \/play, or add a link/);
  const text = chat.say(olga, 'hello');
  await chat.ask(olga, '/play', /^That message has no audio/, text);
  await chat.ask(egor, '/play', /^Ответьте командой \/play/);
});

test('an update that comes twice is one addition and one answer', async () => {
  const chat = await room.group(olga);
  await chat.ask(olga, '/play first', /Now playing/);
  const actor = {
    person: { id: olga, name: '@olga' },
    role: 'user',
    isBlocked: false,
    isChatOperator: false,
  } as const;
  const request = {
    streamId: chat.chatId,
    actor,
    operation: 'u1.1',
    query: { type: 'text', text: 'twice' },
  } as const;
  const [one, two] = await Promise.all([room.control.enqueue(request), room.control.enqueue(request)]);
  assert.ok(one.type === 'added' && two.type === 'added');
  assert.equal([one.firstPosition, one.lastPosition], [two.firstPosition, two.lastPosition]);
  const { queueLength } = await room.control.readNowPlaying(chat.chatId);
  assert.is(queueLength, 1);
});

test('while nobody plays, it says so, and adds nothing', async () => {
  const lonely = await startBotRoom({ resolveTimeoutMs: 300 });
  try {
    const anna = lonely.person('Anna');
    const chat = await lonely.group(anna);
    const stuck = Promise.withResolvers<never>();
    lonely.player.resolve = () => stuck.promise;
    await chat.ask(anna, '/play x', /^My player doesn't answer/);
    assert.is((await lonely.control.readNowPlaying(chat.chatId)).playback.isOn, false);
    stuck.reject(new Error('the test is over'));
  } finally {
    await lonely.close();
  }
});

test('titles with HTML, emoji and right-to-left text are shown as text', async () => {
  const chat = await room.group(olga);
  const title = '<b>&"x"</b> 👨‍👩‍👧 שלום';
  const audio = await chat.sendAudio(olga, { title, performer: `${'П'.repeat(200)}!`, durationSec: 5 });
  const card = await chat.ask(olga, '/play', /Now playing/, audio);
  assert.match(card.text ?? '', '<b>&"x"</b> 👨‍👩‍👧');
  assert.match(card.text ?? '', /П…П+!/);
});

test('people and chats are remembered', async () => {
  const chat = await room.group(egor);
  await chat.ask(egor, '/play x', /Сейчас играет/);
  assert.is((await room.records.users.find(egor))?.firstName, 'Egor');
  assert.is((await room.records.streams.find(chat.chatId))?.title, 'Jazz');
  const { playback } = await room.control.readNowPlaying(chat.chatId);
  await waitFor(async () => (await room.records.plays.recent(chat.chatId, 1)).length === 1, { what: 'the play' });
  assert.is((await room.records.sessions.find(playback.sessionId ?? ''))?.startedBy, egor);
});

test.run();
