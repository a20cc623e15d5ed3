import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirRoom } from '../fixtures/efir-room.ts';
import { type EfirStage, libraryTones, openEfirStage } from '../fixtures/efir-stage.ts';
import { type FileServer, openFileServer } from '../fixtures/file-server.ts';
import { says } from '../fixtures/says.ts';
import { makeTemporaryFolder } from '../fixtures/temporary-folder.ts';
import { makeTone } from '../fixtures/tones.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** What goes wrong around a command: strange names, Telegram's own troubles, tracks that fail; and what plays when nothing is left. */
const test = suite('trouble');
let stage: EfirStage;
let site: FileServer;
let folder = '';

/** Knows every page, and never gets any sound out of it: a track that can be added, and fails when its turn comes. */
const unsound = `#!/bin/sh
for last; do :; done
case "$*" in
  *-J*/broken-*) printf '{"title":"Broken %s","duration":60,"webpage_url":"%s"}' "\${last##*-}" "$last" ;;
  *-J*) echo '{"entries":[]}' ;;
  *) echo 'ERROR: gone' >&2; exit 1 ;;
esac
`;

test.before(async () => {
  folder = await makeTemporaryFolder();
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/yt-dlp'), unsound);
  await chmod(join(folder, 'bin/yt-dlp'), 0o755);
  site = await openFileServer();
  for (const number of [1, 2, 3, 4]) {
    site.routes[`/broken-${number}`] = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
  }
  stage = await openEfirStage({
    tones: { ...libraryTones, Shorty: 1_200 },
    environment: { EGRESS_ALLOW: `127.0.0.1:${site.port}`, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
  });
});
test.after(async () => {
  await stage.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** Posts a short tone with that title and answers it with /play. */
async function playTitled(room: EfirRoom, titles: readonly string[], performer?: string): Promise<string[]> {
  const path = join(folder, 'titled.ogg');
  await makeTone(path, { frequency: 550, seconds: 20, channels: 1, sampleRate: 16_000, format: 'ogg' });
  const said: string[] = [];
  for (const title of titles) {
    const about = { title, durationSec: 20, ...(performer === undefined ? {} : { performer }) };
    const file = await room.post({ path, kind: 'audio', ...about });
    said.push(await room.say('/play', room.owner, file, /Added at|Now playing/));
  }
  return said;
}

test('names of all kinds are shown as text: HTML, emoji, right-to-left, and directions that would turn our words', async () => {
  const room = await stage.openRoom();
  await room.start('First');
  const titles = ['<b>Bold</b> & "so"', '👨‍👩‍👧 Family 🎵', 'שיר ערב', 'Evil \u202egnos', 'a\nb', '{ $name } %s'];
  await playTitled(room, titles, '<i>Me</i>');
  const list = await room.ask('/queue');
  for (const shown of [
    '<b>Bold</b> & "so" · <i>Me</i>',
    '👨‍👩‍👧 Family 🎵',
    '\u2068שיר ערב\u2069',
    'Evil gnos',
    'a b',
    '{ $name } %s',
  ]) {
    says(list.text, shown);
  }
  says(await room.say('/skip'), '⏭ Skipped “First”. Now: <i>Me</i> – <b>Bold</b> & "so"');
  await waitFor(async () => (await room.card()).text?.includes('Now playing: <i>Me</i> – <b>Bold</b> & "so" · 0:20'), {
    what: 'the card',
  });
  says(await room.say('/remove 2'), 'שיר ערב');
});

test('the longest names: every list stays within 4,096 characters', async () => {
  const room = await stage.openRoom();
  const long = (letter: string) => letter.repeat(1_000);
  await room.start('First');
  await playTitled(room, ['&', '"', '<', '👩‍👩‍👧‍👦', 'Щ', 'w', 'a\u0301\u0302', '\u05d0'].map(long), long('&'));
  const list = await room.ask('/queue');
  assert.ok((list.text ?? '').length <= 4_096);
  for (let position = 1; position <= 8; position += 1) says(list.text, new RegExp(`^${position}\\. `, 'm'));
  for (let skipped = 0; skipped < 8; skipped += 1) {
    const { messageId } = await room.card();
    const text = (await room.look(messageId)).text?.split('\n')[0];
    assert.is(await room.press(messageId, '⏭'), 'Skipped');
    await waitFor(async () => (await room.look(messageId)).text?.split('\n')[0] !== text, { what: 'the next card' });
  }
  says(await room.say('/history 15'), /^8\. First/m);
  says(await room.say(`/play ${'w'.repeat(4_000)}`), /^I have/);
});

test('429 and 500 in the middle of commands: each is done and answered, once', async () => {
  const { telegram } = stage.efir;
  const room = await stage.openRoom();
  await room.start('First', 'One', 'Two', 'Three');
  const { chatId } = room;
  await telegram.fault({ kind: 'bot-api-429', chatId, method: 'sendMessage', seconds: 1, count: 2 });
  says(await room.say('/move 3 1'), '↕ Three is now 1st.');
  await telegram.fault({ kind: 'bot-api-500', chatId, method: 'sendMessage', count: 3 });
  says(await room.say('/remove 2'), '✕ Removed: One');
  await telegram.fault({ kind: 'bot-api-down', chatId, method: 'sendMessage', count: 2 });
  says(await room.say('/playnext Four'), 'Added at 1: Four');
  await telegram.fault({ kind: 'bot-api-500', method: 'getUpdates', count: 2 });
  await telegram.fault({ kind: 'bot-api-429', chatId, method: 'editMessageText', seconds: 1, count: 2 });
  says(await room.say('/skip'), 'Skipped “First”. Now: Four');
  await waitFor(async () => (await room.card()).text?.includes('Now playing: Four'), { what: 'the card' });
  await telegram.clearFaults();
  assert.equal(await room.queue(), { current: 'Four', items: ['Three', 'Two'] });
  const replies = (await telegram.messages(chatId)).flatMap(({ replyTo }) => replyTo ?? []);
  assert.is(new Set(replies).size, replies.length, 'nothing is answered twice');
});

test('a press while Telegram is in trouble is obeyed once', async () => {
  const { telegram } = stage.efir;
  const room = await stage.openRoom();
  await room.start('First', 'One', 'Two');
  const { messageId } = await room.card();
  await telegram.fault({ kind: 'bot-api-500', method: 'answerCallbackQuery', count: 2 });
  await telegram.fault({ kind: 'bot-api-500', chatId: room.chatId, method: 'editMessageText', count: 2 });
  assert.is(await room.press(messageId, '⏭'), 'Skipped');
  await waitFor(async () => (await room.card()).text?.includes('Now playing: One'), { what: 'the card' });
  assert.equal(await room.queue(), { current: 'One', items: ['Two'] });
});

test('EC1: the sound of a video is the placeholder, when the queue is empty, until somebody takes it back', async () => {
  const room = await stage.openRoom();
  await room.start('First');
  const path = await makeTone(join(folder, 'ours.mp4'), { frequency: 1_500, seconds: 3, video: true });
  const file = await room.post({ path, kind: 'video', name: 'Our jingle.mp4', durationSec: 3 });
  says((await room.ask('/settings', { replyTo: file })).text, '⚙ While the queue is empty I play “Our jingle”.');
  await room.waitForTone(440);
  says(await room.say('/skip'), 'Skipped “First”. The queue is empty.');
  await room.waitForTone(1_500);
  // Longer than it is: it loops.
  await waitFor(async () => Math.abs((await room.hear(4)).frequency - 1_500) < 6, { what: 'it to go on' });
  says(await room.say('/play One'), '');
  await room.waitForTone(500);
  const { messageId, text } = await room.ask('/settings');
  says(text, 'Empty queue: Our jingle');
  await room.press(messageId, 'Empty queue');
  assert.is(await room.press(messageId, '✕ Back to the usual music'), 'Done');
  says((await room.look(messageId)).text, 'Empty queue: the usual music');
  const broken = await room.post({ path: join(folder, 'bin/yt-dlp'), kind: 'document', name: 'notes.txt' });
  says((await room.ask('/settings', { replyTo: broken })).text, '“notes.txt”');
});

test('three that fail in a row: the placeholder and one warning; what is left is kept, and /history has the reasons', async () => {
  const { telegram } = stage.efir;
  const room = await stage.openRoom();
  await room.start('First');
  const asked = await room.ask(`/play ${[1, 2, 3, 4].map((number) => `${site.url}/broken-${number}`).join('\n')}\nOne`);
  says(asked.text, 'Added 5 tracks at 1–5');
  await room.waitForTone(440);
  await room.say('/skip');
  for (const number of [1, 2, 3]) {
    await telegram.answer(room.chatId, asked.messageId, new RegExp(`⚠ Skipped “Broken ${number}”: `), 60_000);
  }
  const warning = await telegram.answer(room.chatId, asked.messageId, /⚠ 3 tracks in a row could not be played/);
  says(warning.text, 'The rest of the queue is kept: /resume tries the next one, and so does adding a track.');
  const heard = await room.hear(1);
  assert.ok(heard.levelDb > -60 && Math.abs(heard.frequency - 440) > 6, 'the placeholder plays');
  says((await room.card()).text, '⚠ Waiting: Broken 4');
  assert.equal(await room.queue(), { current: 'Broken 4', items: ['One'] });
  says(await room.say('/history'), /1\. Broken 3 .*⚠.*\n2\. Broken 2 .*⚠.*\n3\. Broken 1 .*⚠.*\n4\. First/);
  says(await room.say('/resume'), '▶ Trying “Broken 4”.');
  await room.waitForTone(500);
  const warnings = (await telegram.messages(room.chatId)).filter(({ text }) => text?.includes('in a row'));
  assert.is(warnings.length, 1);
});

test.run();
