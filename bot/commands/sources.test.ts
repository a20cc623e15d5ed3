import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaKind, Message } from '../../sandbox/world/model.ts';
import type { PlayQuery } from '../../storage/model.ts';
import { type BotRoom, type Room, startBotRoom } from '../../test/fixtures/bot-room.ts';

const test = suite('what /play is given, and by whom');
let room: BotRoom;
let chat: Room;
let olga: number;
let boss: number;
const asked: PlayQuery[] = [];

test.before(async () => {
  room = await startBotRoom({ ownerIds: [1001] });
  olga = room.person('Olga');
  boss = room.world.addUser({ id: 1001, firstName: 'Boss', languageCode: 'en' }).id;
  const { resolve } = room.player;
  room.player.resolve = (request) => {
    asked.push(request.query);
    return resolve(request);
  };
});
test.after(() => room.close());
test.before.each(async () => {
  asked.length = 0;
  chat = await room.group(olga, [boss]);
});

async function send(kind: MediaKind, more: Partial<Message> = {}): Promise<number> {
  const about = { kind, fileName: `a.${kind}`, ...(kind === 'document' ? {} : { durationSec: 7 }) };
  const media = await room.world.addFile(Buffer.from('sound'), about);
  return room.world.postMessage({ chatId: chat.chatId, fromId: olga, media, ...more }).messageId;
}

test('voice, video, video note and document of an answered message', async () => {
  const titles: Partial<Record<MediaKind, string | null>> = {
    voice: 'Voice message from Olga',
    video: null,
    video_note: 'Video message from Olga',
    document: null,
  };
  for (const [kind, title] of Object.entries(titles) as [MediaKind, string | null][]) {
    const messageId = await send(kind);
    await chat.ask(olga, '/play', /Now playing|Added/, messageId);
    const query = asked.at(-1);
    assert.ok(query?.type === 'source' && query.source.type === 'telegram');
    assert.is(query.title, title, kind);
    assert.is(query.durationMs, kind === 'document' ? null : 7_000, kind);
    assert.equal([query.source.chatId, query.source.messageId], [chat.chatId, messageId]);
    assert.ok((query.source.fileId ?? '').length > 0 && query.source.sizeBytes === 5);
  }
});

test('the caption of a file plays that file', async () => {
  const messageId = await send('audio', { caption: '/play' });
  await chat.answer(messageId, /Now playing/);
  const [query] = asked;
  assert.is(query?.type === 'source' && query.source.type === 'telegram' && query.source.messageId, messageId);
});

test('a link behind the command, and one in the answered message', async () => {
  await chat.ask(olga, '/play https://a.example/b.mp3', /Now playing/);
  const talk = chat.say(olga, 'listen to https://c.example/d.mp3 please');
  await chat.ask(olga, '/play', /Added/, talk);
  assert.equal(asked, [
    { type: 'text', text: 'https://a.example/b.mp3' },
    { type: 'text', text: 'https://c.example/d.mp3' },
  ]);
});

test('a query of 4,096 characters is answered like any other', async () => {
  const long = '<&>'.repeat(1_363);
  room.player.resolve = () => ({ type: 'refused', name: long, refusal: { code: 'not-in-library', nearest: [long] } });
  await chat.ask(olga, `/play ${long}`, /^I have no “<&><&>/);
});

test('one of the owners steers everywhere, without being an admin of the chat', async () => {
  const { resolve } = await freshResolver();
  room.player.resolve = resolve;
  await chat.ask(olga, '/play x', /Now playing/);
  await chat.ask(boss, '/skip', /Skipped “x”/);
  await chat.ask(boss, '/stop', /Stopped/);
});

/** Answers every request with one track, named as asked. */
async function freshResolver() {
  const source = { type: 'library', path: 'x' } as const;
  const track = { trackId: 'x', title: 'x', performer: null, durationMs: 1_000, source };
  return { resolve: () => ({ type: 'tracks', tracks: [track] }) as const };
}

test('several tracks at once are one answer', async () => {
  const { resolve } = await freshResolver();
  room.player.resolve = resolve;
  await chat.ask(olga, '/play x', /Now playing/);
  const { tracks } = resolve();
  room.player.resolve = () => ({ type: 'tracks', tracks: [...tracks, ...tracks, ...tracks] });
  await chat.ask(olga, '/play many', /^➕ Added 3 tracks at 1–3 · 1 min\nStarts in less than a minute$/);
});

test.run();
