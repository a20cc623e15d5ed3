import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';
import { setListeners } from '../../test/fixtures/set-listeners.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('votes, limits, and what a chat is set to');
let room: BotRoom;
let olga: number;
let people: number[];

test.before(async () => {
  room = await startBotRoom();
  olga = room.person('Olga');
  people = ['Anna', 'Boris', 'Clara', 'Dima'].map((name) => room.person(name, name === 'Boris' ? 'ru' : 'en'));
});
test.after(() => room.close());

const [anna, boris, clara, dima] = [0, 1, 2, 3].map((i) => () => people[i] ?? 0) as [
  () => number,
  () => number,
  () => number,
  () => number,
];

/** A group where `first` plays, `second` waits, and all but Dima listen. */
async function playing(): Promise<Room> {
  const chat = await room.group(olga, people);
  await chat.ask(olga, '/play first', /Now playing: first/);
  await chat.ask(olga, '/play second', /Added at 1/);
  await setListeners(room.store, chat.chatId, { count: 4, userIds: [olga, anna(), boris(), clara()] });
  return chat;
}

const faces = (chat: Room, messageId: number) =>
  (
    (room.world.message(chat.chatId, messageId)?.replyMarkup as { inline_keyboard?: { text: string }[][] } | undefined)
      ?.inline_keyboard ?? []
  )
    .flat()
    .map(({ text }) => text);

test('a listener’s /skip asks the others; the button counts; the last vote skips', async () => {
  const chat = await playing();
  const ask = await chat.ask(anna(), '/skip', /^🗳 Skip “first”\? 1 of 2 votes\.$/);
  assert.equal(faces(chat, ask.messageId), ['Skip 1/2']);
  assert.is(await chat.press(anna(), ask.messageId, 'Skip'), 'Your vote counts: 1 of 2.', 'once a person');
  assert.match(await chat.press(dima(), ask.messageId, 'Skip'), /^Only those who listen vote/);
  assert.is(await chat.press(boris(), ask.messageId, 'Skip'), 'Пропущено');
  // The question is the chat's, in its language; the toast speaks that of whoever pressed.
  await waitFor(() => /^🗳 Skipped “first”/.test(room.world.message(chat.chatId, ask.messageId)?.text ?? ''), {
    what: 'the result',
  });
  assert.equal(faces(chat, ask.messageId), []);
  assert.is((await room.control.readNowPlaying(chat.chatId)).playback.current?.track.title, 'second');
});

test('two /skip of listeners: the second skips; the first question loses its button', async () => {
  const chat = await playing();
  await room.control.changeSettings({
    streamId: chat.chatId,
    actor: { person: { id: olga, name: '@olga' }, role: 'user', isBlocked: false, isChatOperator: true },
    operation: 'share',
    patch: { voteSharePercent: 75 },
  });
  const first = await chat.ask(anna(), '/skip', /1 of 3 votes/);
  const second = await chat.ask(clara(), '/skip', /2 of 3 votes/);
  await waitFor(() => faces(chat, first.messageId).length === 0, { what: 'the first question' });
  await chat.ask(dima(), '/skip', /^Only those who listen vote\. Join the voice chat/);
  await chat.ask(boris(), '/skip', /^🗳 Skipped “first” with 3 of 3 votes\. Now: second$/);
  await waitFor(() => faces(chat, second.messageId).length === 0, { what: 'the second question' });
});

test('the vote ends with the track', async () => {
  const chat = await playing();
  const ask = await chat.ask(anna(), '/skip', /1 of 2 votes/);
  await room.player.finish(chat.chatId);
  assert.is(await chat.press(boris(), ask.messageId, 'Skip'), 'Этот трек уже кончился, и голосование вместе с ним.');
  assert.is((await room.control.readNowPlaying(chat.chatId)).playback.current?.track.title, 'second');
  await chat.ask(boris(), '/skip', /^🗳 Skip “second”\? 1 of 2 votes/);
});

test('a limit per person: told with the number; operators have none', async () => {
  const chat = await playing();
  await room.store.settings.change(chat.chatId, { patch: { itemsPerUser: 1 }, userId: olga }, 'limit');
  await chat.ask(anna(), '/play one', /Added at 2/);
  await chat.ask(anna(), '/play two', /^You have a track waiting already, and one at a time is the limit here/);
  await chat.ask(boris(), '/play three', /В очереди 3-й/);
  await chat.ask(boris(), '/play four', /^Ваш трек уже ждёт в очереди/);
  await chat.ask(olga, '/play five', /Added at 4/);
});

test('only operators may add, where it is set so', async () => {
  const chat = await playing();
  await room.store.settings.change(chat.chatId, { patch: { whoMayAdd: 'operators' }, userId: olga }, 'who');
  await chat.ask(anna(), '/play x', /^Only people who manage video chats can add tracks here\. Ask @olga/);
  await chat.ask(olga, '/play x', /Added at 2/);
});

test('/playnext: at the front', async () => {
  const chat = await playing();
  await chat.ask(olga, '/playnext third', /^➕ Added at 1: third/);
  await chat.ask(olga, '/playnext', /^Answer an audio message with \/playnext/);
  const { items } = await room.store.queue.read(chat.chatId);
  assert.equal(
    items.map(({ track }) => track.title),
    ['third', 'second'],
  );
});

test('a playlist with entries that cannot be played: each is named once with its reason', async () => {
  const chat = await playing();
  const { resolve } = room.player;
  const track = {
    trackId: 'x',
    title: 'x',
    performer: null,
    durationMs: 60_000,
    source: { type: 'library', path: 'x' },
  };
  room.player.resolve = () =>
    ({
      type: 'tracks',
      tracks: [track, track],
      refused: Array.from({ length: 7 }, (_, i) => ({ name: `n${i}<`, refusal: { code: 'no-audio' } })).flatMap(
        (refusal) => [refusal, refusal],
      ),
    }) as never;
  const answer = await chat.ask(olga, '/play list.m3u', /^➕ Added 2 tracks at 2–3/);
  const lines = answer.text?.split('\n') ?? [];
  assert.ok(lines.some((line) => line.startsWith('Not added: “n0<” has no audio')));
  assert.is(lines.at(-1), '…and 2 more.');
  room.player.resolve = resolve;
});

test.run();
