import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { type FileServer, openFileServer, redirectTo } from '../fixtures/file-server.ts';
import { openRadioServer, type RadioServer } from '../fixtures/radio-server.ts';
import { says } from '../fixtures/says.ts';
import { makeTemporaryFolder } from '../fixtures/temporary-folder.ts';
import { makeTone } from '../fixtures/tones.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** Where tracks come from: playlists, folders, several lines, radio, search; and what does not come in. */
const test = suite('sources');
let stage: EfirStage;
let site: FileServer;
let radio: RadioServer;
let folder = '';

/** Behaves like yt-dlp as far as a search goes: seven that fit, of which five are shown. */
const searcher = `#!/bin/sh
case "$*" in
  *ytsearch5:songs*)
    printf '{"_type":"playlist","entries":['
    for i in 1 2 3 4 5 6 7; do
      [ $i = 1 ] || printf ,
      printf '{"url":"SITE/song.ogg","title":"Song %s","channel":"Band","duration":60}' $i
    done
    echo ']}' ;;
  *ytsearch5:*) echo '{"_type":"playlist","entries":[]}' ;;
  *-J*song.ogg) echo '{"title":"Song 2","channel":"Band","duration":30}' ;;
  *-J*) echo 'ERROR: Unsupported URL' >&2; exit 1 ;;
  *) cat "$(dirname "$0")/song.ogg" ;;
esac
`;

test.before(async () => {
  folder = await makeTemporaryFolder();
  const song = await makeTone(join(folder, 'song.ogg'), {
    frequency: 660,
    seconds: 30,
    channels: 1,
    sampleRate: 16_000,
  });
  const loop = await makeTone(join(folder, 'loop.mp3'), { frequency: 880, seconds: 4, bitrateKbps: 128 });
  site = await openFileServer();
  radio = await openRadioServer({ sound: await readFile(loop), bytesPerSecond: 16_000 });
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/yt-dlp'), searcher.replace('SITE', site.url));
  await writeFile(join(folder, 'bin/song.ogg'), await readFile(song));
  await chmod(join(folder, 'bin/yt-dlp'), 0o755);
  site.routes['/song.ogg'] = await readFile(song);
  const allow = [site.port, radio.port].map((port) => `127.0.0.1:${port}`).join();
  stage = await openEfirStage({
    tones: { First: 440, 'Jazz/2 Two': 600, 'Jazz/10 Ten': 700, 'Blue in Green': 800, 'Kind of Blue': 900 },
    environment: { EGRESS_ALLOW: allow, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
  });
});
test.after(async () => {
  await stage.close();
  await site.close();
  await radio.close();
  await rm(folder, { recursive: true, force: true });
});

test('an album in a group whose messages the bot does not see: the assistant brings the rest', async () => {
  const { telegram, dataDir } = stage.efir;
  const room = await stage.openRoom();
  const { bot } = await telegram.state();
  const chatId = await telegram.addChat({
    title: 'Private talk',
    type: 'supergroup',
    members: [
      { userId: room.owner, status: 'creator' },
      { userId: bot.id, status: 'member' },
    ],
    withAssistant: true,
  });
  const hall = stage.enter(room, chatId);
  const ids: number[] = [];
  for (const [i, title] of ['Uno', 'Due', 'Tre'].entries()) {
    const path = await makeTone(join(dataDir, `${title}.mp3`), { frequency: 500 + i, seconds: 3, channels: 1 });
    ids.push(await hall.post({ path, kind: 'audio', title, durationSec: 3 }, 'hidden'));
  }
  const added = await hall.say('/play', room.owner, ids[1], /Added 3 tracks/);
  assert.not.match(added, 'I see only');
  assert.match(await hall.say('/queue'), /Uno[\s\S]*Due[\s\S]*Tre/);
});

test('an m3u of a site: relative and absolute entries; nested ones and itself, private places and files of ours', async () => {
  const room = await stage.openRoom();
  await room.start('First');
  Object.assign(site.routes, {
    '/lists/best.m3u': [
      '#EXTM3U',
      '#EXTINF:30,Band - Relative',
      '../song.ogg',
      '#EXTINF:30,Absolute',
      `${site.url}/song.ogg`,
      'more.pls',
      'best.m3u',
      'file:///etc/passwd',
      'http://10.0.0.5/a.mp3',
      'http://169.254.169.254/latest',
      '/inside',
      'gone.mp3',
    ].join('\n'),
    '/lists/more.pls': '[playlist]\nFile1=/song.ogg\nTitle1=Nested\nFile2=best.m3u\nNumberOfEntries=2\n',
    '/inside': redirectTo('http://192.168.0.1/x.mp3'),
  });
  const answer = await room.say(`/play ${site.url}/lists/best.m3u`);
  says(answer, 'Added 3 tracks at 1–3 · 2 min');
  for (const reason of [
    'Not added: “best.m3u” leads back to itself',
    "Not added: the link “passwd” can't be opened.",
    'Not added: “a.mp3” is inside a private network.',
    'Not added: “latest” is inside a private network.',
  ]) {
    says(answer, reason);
  }
  says(answer, /…and \d more\.$/);
  assert.equal((await room.queue()).items, ['Band - Relative', 'Absolute', 'Nested']);
});

test('a playlist that is only itself, one that is empty, and one behind a redirect to a private address', async () => {
  const room = await stage.openRoom();
  Object.assign(site.routes, {
    '/self.m3u': 'self.m3u\n',
    '/empty.m3u': '#EXTM3U\n',
    '/private.m3u': redirectTo('http://127.0.0.1:1/list.m3u'),
    '/page': (_request: unknown, response: { writeHead(code: number, headers: object): { end(body: string): void } }) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  });
  const refused = {
    '/self.m3u': 'leads back to itself, so I would never come to its end',
    '/empty.m3u': /There is nothing to play in “.*empty.m3u”/,
    '/private.m3u': 'inside a private network',
    '/page': "I couldn't get any sound from that page",
    '/nowhere.mp3': 'there is nothing at that address (404)',
  };
  for (const [path, why] of Object.entries(refused)) says(await room.say(`/play ${site.url}${path}`), why, path);
  says(await room.say('/play file:///etc/passwd'), 'I open only links that begin with http:// or https://');
  says(await room.say('/play http://localhost/a.mp3'), 'inside a private network');
  says(await room.say('/queue'), 'The queue is empty');
});

test('a playlist that is sent as a file: its entries, but nothing that lies beside it', async () => {
  const room = await stage.openRoom();
  await room.start('First');
  const path = join(folder, 'mine.m3u');
  await writeFile(path, `#EXTM3U\n#EXTINF:30,Mine\n${site.url}/song.ogg\n/etc/passwd\n../song.ogg\n`);
  const file = await room.post({ path, kind: 'document', name: 'mine.m3u' });
  const answer = await room.say('/play', room.owner, file);
  says(answer, 'Mine');
  says(answer, 'Not added: ');
  assert.equal((await room.queue()).items, ['Mine']);
});

test('a folder of the library, in natural order; several lines, one of them wrong', async () => {
  const room = await stage.openRoom();
  await room.start('First');
  says(await room.say('/play Jazz/'), 'Added 2 tracks at 1–2 · 2 min');
  const answer = await room.say(
    `/play Kind of Blue\n${site.url}/song.ogg\nnothing like that anywhere\nhttp://10.0.0.1/a`,
  );
  says(answer, 'Added 2 tracks at 3–4');
  says(answer, 'Not added: ');
  assert.equal((await room.queue()).items, ['2 Two', '10 Ten', 'Kind of Blue', 'song']);
  says(await room.say('/undo'), '2 tracks are out of the queue again');
});

test('words that fit several: whoever asked chooses by a button, once', async () => {
  const egor = await stage.person('Egor', 'ru');
  const room = await stage.openRoom({ members: [egor] });
  await room.start('First');
  const question = await room.ask('/play blue');
  const faces = question.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];
  // A length is known of what has been played before.
  const names = faces.map((face) => face.replace(/ · .*/, ''));
  assert.equal(names.toSorted(), ['Blue in Green', 'Kind of Blue']);
  says(await room.press(question.messageId, 'Blue in Green', egor), 'Выбирает тот, кто спросил');
  const [seen] = question.replyMarkup?.inline_keyboard?.flat().filter(({ text }) => text.startsWith('Blue')) ?? [];
  await room.press(question.messageId, seen);
  await waitFor(async () => (await room.look(question.messageId)).text?.includes('Added at 1: Blue in Green'), {
    what: 'the choice to be added',
  });
  says(await room.press(question.messageId, seen), 'That choice is over');
  assert.equal((await room.queue()).items, ['Blue in Green']);
});

test('a search finds up to five; what nobody has is said so, with the nearest names', async () => {
  const room = await stage.openRoom();
  const question = await room.ask('/play songs');
  const faces = question.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text) ?? [];
  assert.is(faces.length, 5);
  says(faces[4], 'Song 5 · 1:00');
  await room.press(question.messageId, faces[1]);
  await stage.efir.telegram.answer(room.chatId, question.messageId - 1, /Now playing: Band – Song 2/);
  await room.waitForTone(660);
  says(await room.say('/play kimd of blu'), 'Did you mean “Kind of Blue”');
});

test('radio: named by the station, its title on the card as it changes, and no place to seek to', async () => {
  const room = await stage.openRoom();
  const asked = await stage.efir.telegram.post({ chatId: room.chatId, fromId: room.owner, text: `/play ${radio.url}` });
  await stage.efir.telegram.answer(room.chatId, asked, /Now playing: Rádio Čas/);
  await room.waitForTone(880);
  const waitForTitle = (title: string) =>
    waitFor(async () => (await room.card()).text?.includes(title), { what: title, timeoutMs: 30_000 });
  await waitForTitle('Nina Simone - Sinnerman');
  radio.setTitle('Miles Davis - So What');
  await waitForTitle('Miles Davis - So What');
  says(await room.say('/seek 1:00'), '“Rádio Čas” comes live, so there is no other place to go to.');
  says(await room.say('/play First'), 'Added at 1: First · 1:00');
  says(await room.say('/skip'), 'Skipped “Rádio Čas”. Now: First');
  await room.waitForTone(440);
  assert.not.match((await room.card()).text ?? '', 'Miles Davis');
});

test.run();
