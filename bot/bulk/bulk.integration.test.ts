import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';

const test = suite('adding several at once');
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

/** Sends an album; gives the ids of its messages. */
async function album(chat: Room, from: number, names: readonly string[], groupId = `g${chat.chatId}`) {
  const ids: number[] = [];
  for (const title of names) {
    const media = await room.world.addFile(Buffer.from('sound'), {
      kind: 'audio',
      fileName: `${title}.mp3`,
      title,
      durationSec: 240,
    });
    ids.push(room.world.postMessage({ chatId: chat.chatId, fromId: from, media, mediaGroup: groupId }).messageId);
  }
  return ids;
}
const buttonsOf = (message: { replyMarkup?: unknown } | undefined) =>
  ((message?.replyMarkup as { inline_keyboard?: { text: string }[][] } | undefined)?.inline_keyboard ?? []).flat();

test('an album: all of it, in its order, whichever of it is answered; what cannot be played is named', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const names = Array.from({ length: 10 }, (_, i) => `t${i}`);
  const usual = room.player.resolve;
  room.player.resolve = (request) =>
    request.query.type === 'source' && request.query.title === 't4'
      ? { type: 'refused', name: 't4', refusal: { code: 'no-audio' } }
      : usual(request);
  const ids = await album(chat, olga, names);
  const answer = await chat.ask(olga, '/play', /Added 9 tracks/, ids[6]);
  room.player.resolve = usual;
  assert.match(answer.text ?? '', /^➕ Added 9 tracks at 1–9 · 36 min\n[\s\S]*Not added: “t4” has no audio\.$/);
  assert.equal(
    await titles(chat),
    names.filter((name) => name !== 't4'),
  );
  await chat.press(olga, answer.messageId, '↶ Undo');
  assert.equal(await titles(chat), []);
});

test('the first album starts the music: the answer, and the card below it', async () => {
  const chat = await room.group(olga, [egor]);
  const [first] = await album(chat, olga, ['a', 'b', 'c']);
  const answer = await chat.ask(olga, '/play', /Added 3 tracks/, first);
  const card = await chat.answer(answer.messageId, /Now playing: a/);
  assert.ok(card.messageId > answer.messageId);
  assert.equal(await titles(chat), ['b', 'c']);
});

test('several lines are several tracks; one of them may be wrong', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const usual = room.player.resolve;
  room.player.resolve = (request) =>
    request.query.type === 'text' && request.query.text.startsWith('http')
      ? { type: 'refused', name: request.query.text, refusal: { code: 'url-private' } }
      : usual(request);
  const answer = await chat.ask(egor, '/play one\n\nhttp://10.0.0.5/a.mp3\n two ', /Добавлен/);
  room.player.resolve = usual;
  assert.match(answer.text ?? '', /Не добавлено: «http:\/\/10\.0\.0\.5\/a\.mp3» — внутри частной сети\./);
  assert.equal(await titles(chat), ['one', 'two']);
});

test('a playlist that was pasted as text: its directives are no tracks; links among words are meant', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play now', /Now playing/);
  await chat.ask(olga, '/play #EXTM3U\n#EXTINF:1,One\nOne\nTwo', /^➕ Added 2 tracks at 1–2/);
  const links = 'Nice song http://example.org/a.mp3 and http://example.org/b.mp3';
  await chat.ask(olga, `/play ${links}`, /^➕ Added 2 tracks at 3–4/);
});

test('an album of which the bot saw one message only: the assistant sees the rest', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const usual = room.player.resolve;
  room.player.resolve = (request) => {
    if (request.query.type !== 'album') return usual(request);
    const { source } = request.query.known;
    const tracks = ['one', 'two'].map((title) => ({ trackId: title, title, performer: null, durationMs: 1, source }));
    return { type: 'tracks', tracks, refused: [{ name: 'b.pdf', refusal: { code: 'no-audio' } }] };
  };
  const [only] = await album(chat, olga, ['one']);
  const answer = await chat.ask(olga, '/play', /Added 2 tracks[\s\S]*“b.pdf” has no audio/, only);
  room.player.resolve = usual;
  assert.not.match(answer.text ?? '', 'I see only');
  assert.equal(await titles(chat), ['one', 'two']);
});

test('an album of which nobody sees more than one message: that one, and what is missing', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const [only] = await album(chat, olga, ['alone']);
  await chat.ask(olga, '/play', /alone[\s\S]*I see only this track of the album/, only);
  assert.equal(await titles(chat), ['alone']);
});

test('slow work shows its progress in one message, which becomes the answer', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const usual = room.player.resolve;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  room.player.resolve = async (request) => {
    if (request.query.type === 'text' && request.query.text === 'slow') await released;
    return await usual(request);
  };
  const asked = chat.say(olga, '/play a\nslow\nb');
  const { messageId } = await chat.answer(asked, /^⏳ Adding 3 tracks… 2\/3$/);
  release();
  const answer = await chat.answer(asked, /Added 3 tracks/);
  room.player.resolve = usual;
  assert.is(answer.messageId, messageId);
  assert.equal(await titles(chat), ['a', 'slow', 'b']);
});

test('a search that finds several: five buttons, for whoever asked, and one choice', async () => {
  const chat = await room.group(olga, [egor]);
  await chat.ask(olga, '/play first', /Now playing/);
  const usual = room.player.resolve;
  const choices = Array.from({ length: 7 }, (_, i) => ({
    trackId: `y${i}`,
    title: `found ${i}`,
    performer: null,
    durationMs: 60_000,
    source: { type: 'yt-dlp', url: `https://example.org/${i}` } as const,
  }));
  room.player.resolve = (request) =>
    request.query.type === 'text' && request.query.text === 'search' ? { type: 'choices', choices } : usual(request);
  const question = await chat.ask(olga, '/play search', /^Which one\?$/);
  room.player.resolve = usual;
  assert.equal(
    buttonsOf(question).map(({ text }) => text),
    [0, 1, 2, 3, 4].map((i) => `found ${i} · 1:00`),
  );
  assert.is(await chat.press(egor, question.messageId, 'found 1'), 'Выбирает тот, кто спросил.');
  assert.is(await chat.press(olga, question.messageId, 'found 1'), '');
  await chat.answer(question.messageId - 1, /Added at 1: found 1/);
  assert.equal(await titles(chat), ['found 1']);
});

test('the same update twice adds once', async () => {
  const chat = await room.group(olga, [egor]);
  const request = {
    streamId: chat.chatId,
    actor: { person: { id: olga, name: '@olga' }, role: 'user', isBlocked: false, isChatOperator: true },
    operation: 'u1.1',
    queries: ['a', 'b'].map((text) => ({ type: 'text', text }) as const),
  } as const;
  await room.control.enqueueMany(request);
  await room.control.enqueueMany(request);
  const { current } = await room.store.playback.read(chat.chatId);
  assert.ok((await titles(chat)).length + (current === null ? 0 : 1) === 2);
});

test.run();
