import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http, { type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import type { PlayQuery, Refusal, Track, TrackSource } from '../../storage/model.ts';
import { makeAudio } from '../../test/fixtures/make-audio.ts';
import { createEgress } from '../egress/create-egress.ts';
import { createResolver, type Resolver } from './create-resolver.ts';
import { createOriginals, type Originals } from './originals/originals.ts';
import { createTelegramFiles } from './originals/telegram-files.ts';

interface Context {
  dir: string;
  server: Server;
  base: string;
  /** Answers by path; others are 404. */
  routes: Record<string, RequestListener>;
  asked: string[];
  tone: Buffer;
  expected: [string, string][];
  originals: Originals;
  resolver: Resolver;
}

const test = suite<Context>('resolver');

const never = new AbortController().signal;
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

test.before.each(async (context) => {
  const dir = await mkdtemp(join(tmpdir(), 'efir-resolve-'));
  Object.assign(context, { dir, asked: [], routes: {}, expected: [], resolver: undefined });
  await mkdir(join(dir, 'media/Miles Davis'), { recursive: true });
  context.tone = await readFile(await makeAudio(join(dir, 'tone.mp3')));
  context.server = http.createServer((request, response) => {
    context.asked.push(`${request.method} ${request.url}`);
    const route = context.routes[request.url ?? ''] ?? ((_request, answer) => answer.writeHead(404).end('none'));
    route(request, response);
  });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
  const { port } = context.server.address() as AddressInfo;
  context.base = `http://127.0.0.1:${port}`;
  await open(context);
});

test.after.each(async ({ server, dir, resolver }) => {
  await resolver.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await rm(dir, { recursive: true });
});

async function open(context: Context, answerWithinMs = 30_000): Promise<void> {
  const { dir, base } = context;
  const cacheDir = join(dir, 'cache');
  const mediaDir = join(dir, 'media');
  const allow = [{ host: '127.0.0.1', port: Number(new URL(base).port) }];
  const egress = createEgress({ allow, log });
  await context.resolver?.close();
  context.originals = await createOriginals({
    cacheDir,
    maxMb: 100,
    mediaDir,
    fileMaxMb: 1,
    egress,
    pages: null,
    telegram: createTelegramFiles({ botApiRoot: base, botToken: '1:T', fetchLarge: failLarge, log, retryMs: [1] }),
    log,
  });
  const expect = (track: Track, path: string) => void context.expected.push([track.trackId, path]);
  context.resolver = await createResolver({
    readAlbum: async () => [],
    originals: context.originals,
    egress,
    pages: null,
    mediaDir,
    cacheDir,
    log,
    expect,
    answerWithinMs,
  });
}

const failLarge = async () => Promise.reject(new AppError('chat-unreachable', 'not there'));
const text = (words: string): PlayQuery => ({ type: 'text', text: words });
const resolve = ({ resolver }: Context, query: PlayQuery) => resolver.resolve({ streamId: -100, query }, never);

async function trackOf(context: Context, query: PlayQuery): Promise<Track> {
  const resolution = await resolve(context, query);
  assert.is(resolution.type, 'tracks', JSON.stringify(resolution));
  return (resolution.type === 'tracks' && resolution.tracks[0]) as Track;
}

async function refusalOf(context: Context, query: PlayQuery): Promise<Refusal & { readonly name: string }> {
  const resolution = await resolve(context, query);
  assert.is(resolution.type, 'refused', JSON.stringify(resolution));
  return { ...(resolution as { refusal: Refusal }).refusal, name: (resolution as { name: string }).name };
}

const telegram = (facts: Partial<TrackSource & { type: 'telegram' }> = {}, said = {}): PlayQuery => ({
  type: 'source',
  source: {
    type: 'telegram',
    fileId: 'F',
    fileUniqueId: 'U',
    chatId: 1,
    messageId: 2,
    sizeBytes: null,
    mime: 'audio/mpeg',
    fileName: 'Nina Simone - Sinnerman.mp3',
    ...facts,
  },
  title: null,
  performer: null,
  durationMs: 2_000,
  ...said,
});

/** Makes the Bot API give these bytes for any file id. */
function giveByBotApi(context: Context, body: Buffer, declaredBytes = body.length): void {
  context.routes['/bot1:T/getFile'] = (_request, response) => response.end('{"ok":true,"result":{"file_path":"f"}}');
  context.routes['/file/bot1:T/f'] = (_request, response) => {
    response.writeHead(200, { 'content-length': declaredBytes }).write(body);
    response.end(() => body.length < declaredBytes && response.destroy());
  };
}

const originalsOf = ({ dir }: Context) => readdir(join(dir, 'cache/originals'));

test('a file from Telegram: fetched once, checked, named, expected', async (context) => {
  giveByBotApi(context, context.tone);
  const track = await trackOf(context, telegram({ sizeBytes: context.tone.length }));
  assert.equal([track.title, track.performer], ['Sinnerman', 'Nina Simone']);
  assert.ok(Math.abs((track.durationMs ?? 0) - 2_000) < 60);
  assert.is(context.asked.length, 2);
  const path = await context.originals.fetch(track, never);
  assert.equal(context.expected, [[track.trackId, path]]);
  assert.ok((await readFile(path)).equals(context.tone));
  assert.is(context.asked.length, 2, 'ingest finds what resolve fetched');
  await context.originals.discard(track);
  assert.equal(await originalsOf(context), []);
});

test('the same file again needs neither download nor probe, also after a restart', async (context) => {
  giveByBotApi(context, context.tone);
  const first = await trackOf(context, telegram());
  await context.originals.discard(first);
  await open(context);
  const second = await trackOf(context, telegram({ fileId: 'OTHER' }, { title: 'Said', performer: 'By sender' }));
  assert.is(second.trackId, first.trackId);
  assert.equal([second.title, second.performer, second.durationMs], ['Said', 'By sender', first.durationMs]);
  assert.is(context.asked.length, 2);
  await context.originals.fetch(second, never);
  assert.is(context.asked.length, 4, 'fetched when it is to be prepared');
});

test('two who ask at once share one download', async (context) => {
  giveByBotApi(context, context.tone);
  const [a, b] = await Promise.all([trackOf(context, telegram()), trackOf(context, telegram())]);
  assert.is(a?.trackId, b?.trackId);
  assert.is(context.asked.length, 2);
});

test('a download that breaks is begun again; one that always breaks is truncated', async (context) => {
  giveByBotApi(context, context.tone.subarray(0, 3_000), context.tone.length);
  const broken = context.routes['/file/bot1:T/f'];
  context.routes['/file/bot1:T/f'] = (request, response) => {
    giveByBotApi(context, context.tone);
    broken?.(request, response);
  };
  await trackOf(context, telegram({ sizeBytes: context.tone.length }));
  giveByBotApi(context, context.tone.subarray(0, 3_000));
  const refusal = await refusalOf(context, telegram({ fileUniqueId: 'V', sizeBytes: context.tone.length }));
  assert.is(refusal.code, 'truncated');
  assert.is((await originalsOf(context)).length, 1);
});

test('refusals of files from Telegram carry the file name', async (context) => {
  const name = 'Nina Simone - Sinnerman.mp3';
  for (const [body, facts, refusal] of [
    ['', {}, { code: 'empty-file', name }],
    ['', { sizeBytes: 0 }, { code: 'empty-file', name }],
    ['not music', {}, { code: 'unreadable', name }],
    ['%PDF', { mime: 'application/pdf', fileName: 'notes.pdf' }, { code: 'no-audio', name: 'notes.pdf' }],
    ['PK', { mime: null, fileName: 'a.zip' }, { code: 'no-audio', name: 'a.zip' }],
    ['', { sizeBytes: 2 ** 20 + 1 }, { code: 'too-large', limitMb: 1, name }],
    ['x'.repeat(2 ** 20 + 1), {}, { code: 'too-large', limitMb: 1, name }],
  ] as const) {
    giveByBotApi(context, Buffer.from(body));
    const fileUniqueId = JSON.stringify([body.length, facts]);
    assert.equal(await refusalOf(context, telegram({ ...facts, fileUniqueId })), refusal);
  }
  context.routes = {};
  assert.equal(await refusalOf(context, telegram({ fileName: null }, { title: 'T', performer: 'P' })), {
    code: 'too-long-to-answer',
    name: 'P – T',
  });
  context.routes['/bot1:T/getFile'] = (_request, response) =>
    response.writeHead(400).end('{"ok":false,"description":"Bad Request: wrong file_id"}');
  assert.equal(await refusalOf(context, telegram()), { code: 'file-gone', name });
  assert.equal(await originalsOf(context), []);
});

test('a link to an audio file, with redirect, named by the site', async (context) => {
  context.routes['/go'] = (_request, response) => response.writeHead(302, { location: '/x/Take%20Five.mp3' }).end();
  context.routes['/x/Take%20Five.mp3'] = (_request, response) => response.end(context.tone);
  context.routes['/named'] = (_request, response) =>
    response
      .writeHead(200, { 'content-disposition': 'attachment; filename="Dave Brubeck - Blue Rondo.mp3"' })
      .end(context.tone);
  const track = await trackOf(context, text(`${context.base}/go`));
  assert.equal([track.title, track.source], ['Take Five', { type: 'http', url: `${context.base}/go` }]);
  const named = await trackOf(context, text(`${context.base}/named`.replace('http://', '')));
  assert.equal([named.title, named.performer], ['Blue Rondo', 'Dave Brubeck']);
});

test('a link whose content changed is another track, the same content the same', async (context) => {
  let etag = '"1"';
  context.routes['/a.mp3'] = (_request, response) => response.writeHead(200, { etag }).end(context.tone);
  const first = await trackOf(context, text(`${context.base}/a.mp3`));
  const same = await trackOf(context, text(`${context.base}/a.mp3`));
  etag = '"2"';
  const changed = await trackOf(context, text(`${context.base}/a.mp3`));
  assert.is(same.trackId, first.trackId);
  assert.is.not(changed.trackId, first.trackId);
});

test('refusals of links', async (context) => {
  const url = (path: string) => `${context.base}${path}`;
  const private_ = url('/').replace(/:\d+\//, ':1/');
  Object.assign(context.routes, {
    '/html': (_q, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    '/empty': (_q, r) => r.end(),
    '/large': (_q, r) => r.end(Buffer.alloc(2 ** 20 + 1)),
    '/inside': (_q, r) => r.writeHead(302, { location: private_ }).end(),
    '/radio': (_q, r) => void r.writeHead(200, { 'icy-name': 'R', 'content-type': 'audio/mpeg' }).write('x'),
    '/text': (_q, r) => r.writeHead(200, { 'content-type': 'text/plain' }).end('hello'),
    '/bad.mp3': (_q, r) => r.end('no sound in here'),
    '/half.mp3': (_q, r) => r.end(context.tone.subarray(0, context.tone.length / 2)),
  } satisfies Record<string, RequestListener>);
  for (const [words, refusal] of [
    [url('/none.mp3'), { code: 'url-status', status: 404 }],
    [url('/html'), { code: 'yt-dlp-missing' }],
    [url('/empty'), { code: 'url-empty' }],
    [url('/large'), { code: 'too-large', limitMb: 1 }],
    [url('/inside'), { code: 'url-private' }],
    [url('/radio'), { code: 'url-endless' }],
    [url('/text'), { code: 'no-audio' }],
    [url('/bad.mp3'), { code: 'unreadable' }],
    [url('/half.mp3'), { code: 'truncated' }],
    ['http://10.0.0.5/a.mp3', { code: 'url-private' }],
    ['10.0.0.5/a.mp3', { code: 'url-private' }],
    ['file:///etc/passwd', { code: 'url-scheme' }],
    ['ftp://a.example/b.mp3', { code: 'url-scheme' }],
    ['http://', { code: 'url-invalid' }],
  ] as const) {
    const { name, ...rest } = await refusalOf(context, text(words));
    assert.equal(rest, refusal, words);
    assert.ok(name.endsWith(words), name);
  }
  assert.equal(await originalsOf(context), []);
});

test('a name of the library, and the nearest when there is none', async (context) => {
  await writeFile(join(context.dir, 'media/Miles Davis/So What.mp3'), context.tone);
  await writeFile(join(context.dir, 'media/Broken.mp3'), 'broken');
  const track = await trackOf(context, text(' so what '));
  assert.equal([track.title, track.source], ['So What', { type: 'library', path: 'Miles Davis/So What.mp3' }]);
  assert.ok((await context.originals.fetch(track, never)).endsWith('media/Miles Davis/So What.mp3'));
  await context.originals.discard(track);
  assert.is((await readdir(join(context.dir, 'media/Miles Davis'))).length, 1, 'the library is never tidied up');
  assert.equal(await refusalOf(context, text('so wat')), {
    code: 'not-in-library',
    nearest: ['Miles Davis/So What', 'Broken'],
    name: 'so wat',
  });
  assert.equal(await refusalOf(context, text('broken')), { code: 'unreadable', name: 'Broken.mp3' });
  const outside: PlayQuery = {
    type: 'source',
    source: { type: 'library', path: '../tone.mp3' },
    title: null,
    performer: null,
    durationMs: null,
  };
  assert.equal(await refusalOf(context, outside), { code: 'not-in-library', nearest: [], name: '../tone.mp3' });
});

test('an empty library says so', async (context) => {
  await rm(join(context.dir, 'media'), { recursive: true });
  assert.equal(await refusalOf(context, text('x')), { code: 'not-in-library', nearest: [], name: 'x' });
});

test('what takes too long is answered; what is cancelled is not', async (context) => {
  context.routes['/slow'] = (_request, response) => void response.writeHead(200, { 'content-length': 9 }).write('x');
  const query = text(`${context.base}/slow`);
  const controller = new AbortController();
  const cancelled = context.resolver.resolve({ streamId: -100, query }, controller.signal).catch((error) => error);
  while (context.asked.length === 0) await new Promise(setImmediate);
  controller.abort();
  assert.is((await cancelled).code, 'aborted');
  await open(context, 100);
  assert.equal(await refusalOf(context, query), { code: 'too-long-to-answer', name: `${context.base}/slow` });
  assert.equal(await originalsOf(context), []);
});

test('an original that is gone when it is to be prepared is a failed source', async (context) => {
  giveByBotApi(context, context.tone);
  const track = await trackOf(context, telegram());
  await context.originals.discard(track);
  for (const prepare of [
    () => Object.assign(context.routes, { '/bot1:T/getFile': undefined }),
    () => giveByBotApi(context, Buffer.alloc(2 ** 20 + 1)),
  ]) {
    prepare();
    const error: unknown = await context.originals.fetch(track, never).catch((thrown) => thrown);
    assert.is(error instanceof AppError && error.code, 'source-failed');
  }
  const library = { ...track, trackId: 'x', source: { type: 'library', path: 'gone.mp3' } } as const;
  const error: unknown = await context.originals.fetch(library, never).catch((thrown) => thrown);
  assert.is(error instanceof AppError && error.code, 'source-failed');
});

test.run();
