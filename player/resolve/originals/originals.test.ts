import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Egress } from '../../egress/create-egress.ts';
import { openResolvedFacts } from '../resolved-facts.ts';
import { locateHttp } from './locate-http.ts';
import { locateLibrary } from './locate-library.ts';
import { locateTelegram } from './locate-telegram.ts';
import { openOriginalsFolder } from './originals-folder.ts';
import type { TelegramSource } from './telegram-files.ts';

const test = suite<{ dir: string }>('originals');

const never = new AbortController().signal;

test.before.each(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-originals-'));
});

test.after.each(({ dir }) => rm(dir, { recursive: true }));

/** Puts a file into the folder, last used so many minutes ago. */
async function put(dir: string, name: string, sizeBytes: number, minutesAgo: number): Promise<void> {
  const at = new Date(Date.now() - minutesAgo * 60_000);
  await writeFile(join(dir, name), Buffer.alloc(sizeBytes));
  await utimes(join(dir, name), at, at);
}

test('keeps finished downloads under their track id, drops others', async ({ dir }) => {
  const folder = await openOriginalsFolder(dir, 10_000);
  const path = folder.newPath('a');
  await writeFile(path, 'sound');
  assert.is(await folder.find('a'), null);
  assert.is(await folder.keep(path, 'a'), join(dir, 'a'));
  assert.is(await folder.find('a'), join(dir, 'a'));
  const other = folder.newPath('b');
  await writeFile(other, 'x');
  await folder.drop(other);
  await folder.remove('a');
  await folder.remove('a');
  assert.equal(await readdir(dir), []);
});

test('the oldest go when there is too much, never those just used', async ({ dir }) => {
  const folder = await openOriginalsFolder(dir, 10_000);
  await put(dir, 'old', 4_000, 90);
  await put(dir, 'older', 4_000, 120);
  await put(dir, 'found', 4_000, 150);
  await folder.find('found');
  await put(dir, 'new.part', 4_000, 0);
  await folder.keep(join(dir, 'new.part'), 'new');
  assert.equal((await readdir(dir)).sort(), ['found', 'new']);
  await put(dir, 'huge.part', 50_000, 0);
  await folder.keep(join(dir, 'huge.part'), 'huge');
  assert.equal((await readdir(dir)).sort(), ['found', 'huge', 'new'], 'too much, but all in use');
});

test('unfinished downloads of dead processes are removed at start', async ({ dir }) => {
  for (const name of [
    'whole',
    'dead.4194305-0a.part',
    `mine.${process.pid}-0b.part`,
    `alive.${process.ppid}-0c.part`,
  ]) {
    await writeFile(join(dir, name), 'x');
  }
  await openOriginalsFolder(dir, 10_000);
  assert.equal((await readdir(dir)).sort(), [`alive.${process.ppid}-0c.part`, 'whole']);
});

test('facts are remembered, damaged and old ones are not', async ({ dir }) => {
  const media = { type: 'ok', durationMs: 1_234, title: 'T', performer: null } as const;
  const facts = await openResolvedFacts(dir);
  assert.is(await facts.read('a'), null);
  await facts.write('a', media);
  assert.equal(await (await openResolvedFacts(dir)).read('a'), media);
  const text = await readFile(join(dir, 'a.json'), 'utf8');
  for (const broken of ['', text.slice(0, 20), '{}\n', 'null\n']) {
    await writeFile(join(dir, 'a.json'), broken);
    assert.is(await facts.read('a'), null, broken);
  }
  await facts.write('b', media);
  const longAgo = new Date(Date.now() - 31 * 24 * 3_600_000);
  await utimes(join(dir, 'b.json'), longAgo, longAgo);
  assert.is(await (await openResolvedFacts(dir)).read('b'), null);
});

test('a library file is another track when it changes', async ({ dir }) => {
  const idOf = async () => {
    const located = await locateLibrary(dir, 'a.mp3');
    return located.type === 'ok' ? located.trackId : located.refusal.code;
  };
  assert.is(await idOf(), 'not-in-library');
  await put(dir, 'a.mp3', 10, 60);
  const { mtime } = await stat(join(dir, 'a.mp3'));
  const first = await idOf();
  assert.is(await idOf(), first);
  await writeFile(join(dir, 'a.mp3'), Buffer.alloc(11));
  await utimes(join(dir, 'a.mp3'), mtime, mtime);
  const larger = await idOf();
  await put(dir, 'a.mp3', 11, 30);
  assert.is(new Set([first, larger, await idOf()]).size, 3);
  await mkdir(join(dir, 'b.mp3'));
  assert.equal(await locateLibrary(dir, 'b.mp3'), {
    type: 'refused',
    refusal: { code: 'not-in-library', nearest: [] },
  });
});

test('a Telegram file is the same track wherever it was sent', () => {
  const source: TelegramSource = {
    type: 'telegram',
    fileId: 'F',
    fileUniqueId: 'U',
    chatId: 1,
    messageId: 2,
    sizeBytes: 3,
    mime: null,
    fileName: null,
  };
  const files = { open: async () => ({ type: 'refused', refusal: { code: 'file-gone' } }) as const };
  const idOf = (facts: Partial<TelegramSource>) => {
    const located = locateTelegram(files, 100, { ...source, ...facts });
    return located.type === 'ok' ? located.trackId : located.refusal.code;
  };
  assert.is(idOf({ fileId: 'G', chatId: 9, messageId: 9 }), idOf({}));
  assert.is.not(idOf({ fileUniqueId: 'V' }), idOf({}));
  assert.match(idOf({}), /^[\w-]{22}$/);
  assert.is(idOf({ sizeBytes: 101 }), 'too-large');
  assert.is(idOf({ mime: 'image/png' }), 'no-audio');
  assert.match(idOf({ mime: 'text/plain', fileName: 'a.mp3' }), /^[\w-]{22}$/, 'the name claims audio');
});

test('a link is named by the site, else by its address', async () => {
  const stream = Readable.from(['x']);
  const nameOf = async (url: string, disposition?: string) => {
    const headers = disposition === undefined ? {} : { 'content-disposition': disposition };
    const answer = {
      type: 'ok',
      stream,
      contentType: null,
      contentLength: 1,
      finalUrl: new URL(url),
      headers,
    } as const;
    const egress: Egress = { open: async () => answer, openLive: async () => answer };
    const located = await locateHttp(egress, 100, url, never);
    return located.type === 'ok' ? located.fileName : null;
  };
  assert.is(await nameOf('http://a.example/x/So%20What.mp3?y=1'), 'So What.mp3');
  assert.is(await nameOf('http://a.example/%D0%9A%D0%B8%D0%BD%D0%BE.mp3'), 'Кино.mp3');
  assert.is(await nameOf('http://a.example/100%.mp3'), '100%.mp3');
  assert.is(await nameOf('http://a.example/'), '');
  assert.is(await nameOf('http://a.example/x', 'attachment; filename="b c.mp3"'), 'b c.mp3');
  assert.is(await nameOf('http://a.example/x', 'inline; filename=b.mp3; size=3'), 'b.mp3');
  assert.is(await nameOf('http://a.example/x', "attachment; filename=x; filename*=UTF-8''%D0%9A.mp3"), 'К.mp3');
});

test.run();
