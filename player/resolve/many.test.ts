import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import http, { type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import type { PlayQuery, Resolution, SourceQuery } from '../../storage/model.ts';
import { makeAudio } from '../../test/fixtures/make-audio.ts';
import { openRadioServer } from '../../test/fixtures/radio-server.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { createEgress } from '../egress/create-egress.ts';
import type { AllowedAddress } from '../egress/egress-target.ts';
import type { ReadAlbum } from './albums/resolve-album.ts';
import { createResolver, type Resolver } from './create-resolver.ts';
import { createOriginals } from './originals/originals.ts';
import { createTelegramFiles } from './originals/telegram-files.ts';
import { openPages } from './pages/pages.ts';

interface Context {
  dir: string;
  server: Server;
  base: string;
  tone: Buffer;
  /** Answers by path; others are 404. */
  routes: Record<string, RequestListener | string | Buffer>;
  allow: AllowedAddress[];
  fetchLarge: () => AsyncIterable<Uint8Array>;
  readAlbum: () => readonly SourceQuery[];
  whenClosed: AbortController;
  resolver: Resolver;
}

const test = suite<Context>('resolve many');
const never = new AbortController().signal;
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

test.before(async (context) => {
  context.dir = await makeTemporaryFolder();
  await mkdir(join(context.dir, 'media/Jazz/more'), { recursive: true });
  const tone = await makeAudio(join(context.dir, 'tone.mp3'), { source: 'sine=440:d=1:r=44100' });
  context.tone = await readFile(tone);
  for (const name of ['Jazz/10.mp3', 'Jazz/2.mp3', 'Jazz/more/1.mp3', 'other.mp3']) {
    await writeFile(join(context.dir, 'media', name), context.tone);
  }
  await writeFile(join(context.dir, 'media/Jazz/broken.mp3'), 'no sound');
  await writeFile(join(context.dir, 'media/Jazz/best.m3u'), '2.mp3\n../other.mp3\n../../tone.mp3\nbest.m3u\ngone.mp3');
  context.server = http.createServer((request, response) => {
    const route = context.routes[request.url ?? ''];
    if (typeof route === 'function') route(request, response);
    else response.writeHead(route === undefined ? 404 : 200).end(route);
  });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
  const { port } = context.server.address() as AddressInfo;
  context.base = `http://127.0.0.1:${port}`;
  context.routes = {};
  context.whenClosed = new AbortController();
  context.readAlbum = () => [];
  context.allow = [{ host: '127.0.0.1', port }];
  context.resolver = await open(context);
});

test.after(async ({ server, dir, resolver }) => {
  await resolver.close();
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true });
});

async function open(context: Context, patienceMs = 20_000): Promise<Resolver> {
  const { dir, base, allow } = context;
  const cacheDir = join(dir, 'cache');
  const mediaDir = join(dir, 'media');
  const egress = createEgress({ allow, log });
  const pages = await openPages({ proxyUrl: 'http://127.0.0.1:9', log });
  const telegram = createTelegramFiles({
    botApiRoot: base,
    botToken: '1:T',
    fetchLarge: async () => context.fetchLarge(),
    log,
  });
  const common = { cacheDir, mediaDir, egress, pages, log };
  const originals = await createOriginals({ ...common, maxMb: 100, fileMaxMb: 50, telegram });
  const readAlbum: ReadAlbum = async () => context.readAlbum();
  return createResolver({ ...common, originals, patienceMs, readAlbum });
}

const ask = ({ resolver }: Context, query: string | PlayQuery) =>
  resolver.resolve({ streamId: -100, query: typeof query === 'string' ? { type: 'text', text: query } : query }, never);

/** Titles of what can be played, then `name: code` of what cannot. */
function tell(resolution: Resolution): readonly string[] {
  switch (resolution.type) {
    case 'tracks': {
      const refused = (resolution.refused ?? []).map(({ name, refusal }) => `${name}: ${refusal.code}`);
      return [...resolution.tracks.map(({ title }) => title), ...refused];
    }
    case 'choices':
      return resolution.choices.map(({ title }) => `? ${title}`);
    case 'refused':
      return [`${resolution.refusal.code}`];
  }
}

test('a folder of the library, in natural order, with what is broken named', async (context) => {
  assert.equal(tell(await ask(context, 'jazz/')), ['2', '10', '1', 'broken.mp3: unreadable']);
  assert.equal(tell(await ask(context, 'Jazz/more/')), ['1']);
  assert.is((await ask(context, 'nothing/')).type, 'refused');
});

test('a file that has just been put there is found', async (context) => {
  assert.equal(tell(await ask(context, 'brand new')), ['not-in-library']);
  await writeFile(join(context.dir, 'media/Brand New.mp3'), context.tone);
  for (let waits = 0; waits < 100; waits++) {
    if ((await ask(context, 'brand new')).type === 'tracks') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.unreachable('not found after 5 s');
});

test('a playlist of the library: relative, never outside, never itself', async (context) => {
  assert.equal(tell(await ask(context, 'best.m3u')), [
    '2',
    'other',
    'tone.mp3: not-in-library',
    'best.m3u: playlist-loop',
    'gone.mp3: not-in-library',
  ]);
});

test('a playlist of a site: relative, nested, behind a redirect, and what may not be opened', async (context) => {
  context.routes = {
    '/go': (_request, response) => void response.writeHead(302, { location: '/l/a.m3u' }).end(),
    '/l/a.m3u': `#EXTM3U\n#EXTINF:1,First\nx.mp3\nb.pls\nfile:///etc/passwd\nhttp://10.0.0.1/a.mp3\n/inside\n/go\n`,
    '/l/b.pls': '[playlist]\nFile1=/l/x.mp3\nTitle1=Second\nFile2=a.m3u\n',
    '/l/x.mp3': context.tone,
    '/inside': (_request, response) => void response.writeHead(302, { location: 'http://192.168.0.1/x.mp3' }).end(),
  };
  assert.equal(tell(await ask(context, `${context.base}/go`)), [
    'First',
    'Second',
    'a.m3u: playlist-loop',
    'passwd: url-scheme',
    'a.mp3: url-private',
    'inside: url-private',
    'go: playlist-loop',
  ]);
});

test('playlists without end, without entries, and in Telegram', async (context) => {
  context.routes = {
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`/${i}.m3u`, `/${i + 1}.m3u`])),
    '/none.m3u': '#EXTM3U\n',
    '/bot1:T/getFile': '{"ok":true,"result":{"file_path":"f"}}',
    '/file/bot1:T/f': `${context.base}/x.mp3\nother.mp3`,
    '/x.mp3': context.tone,
  };
  assert.equal(tell(await ask(context, `${context.base}/1.m3u`)), ['4.m3u: playlist-loop']);
  assert.equal(tell(await ask(context, `${context.base}/none.m3u`)), ['playlist-empty']);
  const source = {
    type: 'telegram',
    fileId: 'F',
    fileUniqueId: 'U',
    chatId: 1,
    messageId: 2,
    sizeBytes: 60,
    mime: 'text/plain',
    fileName: 'mine.m3u8',
  } as const;
  const query: PlayQuery = { type: 'source', source, title: null, performer: null, durationMs: null };
  assert.equal(tell(await ask(context, query)), ['x', 'other']);
});

test('a radio is live and named by the station; noise without end is refused', async (context) => {
  const radio = await openRadioServer({ sound: context.tone, bytesPerSecond: 32_000 });
  const noise = await openRadioServer({ sound: Buffer.from('tick '), bytesPerSecond: 500_000 });
  context.allow.push(...[radio, noise].map(({ port }) => ({ host: '127.0.0.1', port })));
  context.routes = { '/r.pls': `[playlist]\nFile1=${radio.url}\nTitle1=said` };
  for (const url of [radio.url, `${context.base}/r.pls`]) {
    const resolution = await ask(context, url);
    assert.equal(tell(resolution), ['Rádio Čas']);
    const [track] = resolution.type === 'tracks' ? resolution.tracks : [];
    assert.equal([track?.source, track?.durationMs], [{ type: 'live', url: radio.url }, null]);
  }
  assert.equal(tell(await ask(context, noise.url)), ['url-endless']);
  await Promise.all([radio.close(), noise.close()]);
});

test('HLS: live without a length, a recording with one', async (context) => {
  const type = { 'content-type': 'application/vnd.apple.mpegurl' };
  const media = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\n1.ts\n#EXTINF:2.5,\n2.ts\n';
  context.routes = {
    '/show/live': (_request, response) => void response.writeHead(200, type).end(media),
    '/talk.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9\nhigh.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=5\nlow.m3u8',
    '/low.m3u8': `${media}#EXT-X-ENDLIST`,
  };
  const facts = async (path: string) => {
    const resolution = await ask(context, context.base + path);
    const [track] = resolution.type === 'tracks' ? resolution.tracks : [];
    return [track?.title, track?.durationMs, track?.source.type];
  };
  assert.equal(await facts('/show/live'), ['127.0.0.1', null, 'live']);
  assert.equal(await facts('/talk.m3u8'), ['talk', 6_500, 'live']);
});

test('a large file from Telegram: who sent it is believed when it takes long, and the download goes on', async (context) => {
  const source = {
    type: 'telegram',
    fileId: 'L',
    fileUniqueId: 'L',
    chatId: -1001,
    messageId: 2,
    sizeBytes: 21 * 2 ** 20,
    mime: 'audio/mpeg',
    fileName: 'set.mp3',
  } as const;
  const query: PlayQuery = { type: 'source', source, title: 'Long set', performer: 'DJ', durationMs: 3_600_000 };
  let isLeft = false;
  context.fetchLarge = async function* () {
    yield context.tone;
    await new Promise((resolve) => context.whenClosed.signal.addEventListener('abort', resolve));
    isLeft = true;
  };
  const resolver = await open(context, 300);
  const resolution = await ask({ ...context, resolver }, query);
  assert.equal(resolution.type === 'tracks' && resolution.tracks[0], {
    trackId: resolution.type === 'tracks' && resolution.tracks[0]?.trackId,
    title: 'Long set',
    performer: 'DJ',
    durationMs: 3_600_000,
    source,
  });
  assert.is(isLeft, false);
  await resolver.close();
  context.whenClosed.abort();
  const small: PlayQuery = { ...query, source: { ...source, sizeBytes: 60 * 2 ** 20 } };
  assert.equal(tell(await ask(context, small)), ['too-large']);
});

test('an album of which one file is known: all of it in its order, what cannot be played, and only that file when nobody sees more', async (context) => {
  const file = (messageId: number, title: string): SourceQuery => ({
    type: 'source',
    source: {
      type: 'telegram',
      fileId: null,
      fileUniqueId: `album${messageId}`,
      chatId: -1001,
      messageId,
      sizeBytes: context.tone.length,
      mime: 'audio/mpeg',
      fileName: `${title}.mp3`,
    },
    title,
    performer: 'Band',
    durationMs: 1_000,
  });
  const known = file(6, 'Two');
  const album: PlayQuery = { type: 'album', known: { ...known, source: { ...known.source, fileId: 'F' } as never } };
  context.routes = {
    '/bot1:T/getFile': '{"ok":true,"result":{"file_path":"f"}}',
    '/file/bot1:T/f': context.tone,
  };
  context.fetchLarge = async function* () {
    yield context.tone;
  };
  const pdf = file(8, 'notes');
  const notes: SourceQuery = {
    ...pdf,
    source: { ...pdf.source, mime: 'application/pdf', fileName: 'notes.pdf' } as never,
  };
  context.readAlbum = () => [file(5, 'One'), known, file(7, 'Three'), notes];
  const resolution = await ask(context, album);
  assert.equal(tell(resolution), ['One', 'Two', 'Three', 'notes.pdf: no-audio']);
  const sources = resolution.type === 'tracks' ? resolution.tracks.map(({ source }) => source) : [];
  assert.equal(
    sources.map((source) => source.type === 'telegram' && source.fileId),
    [null, 'F', null],
    'the bot fetches what it has seen itself',
  );
  context.readAlbum = () => {
    throw new AppError('chat-unreachable', 'not in there');
  };
  assert.equal(tell(await ask(context, album)), ['Two']);
});

/** Behaves like yt-dlp as far as we use it. */
const standIn = `#!/bin/sh
for last; do :; done
case "$* " in *--proxy\\ http://*) ;; *) exit 9 ;; esac
case "$*" in
  *ytsearch5:nothing*) echo '{"_type":"playlist","entries":[]}' ;;
  *ytsearch5:*) echo '{"_type":"playlist","entries":[{"url":"https://v.example/1","title":"One","channel":"C","duration":61},{"url":"https://v.example/2","title":"Two"},null]}' ;;
  *-J*/page) printf '{"title":"T","uploader":"U","duration":3.5,"webpage_url":"%s"}' "$last" ;;
  *-J*/onair) echo '{"title":"T","is_live":true}' ;;
  *-J*) echo 'ERROR: Unsupported URL' >&2; exit 1 ;;
  *-o\\ -*) cat "$(dirname "$0")/tone.mp3" ;;
esac
`;

test('yt-dlp, when it is installed: pages and a choice of five', async (context) => {
  context.routes = Object.fromEntries(
    ['/page', '/onair', '/other'].map((path) => [
      path,
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ]),
  );
  assert.equal(tell(await ask(context, `${context.base}/page`)), ['yt-dlp-missing']);
  const bin = join(context.dir, 'yt-dlp');
  await writeFile(bin, standIn);
  await chmod(bin, 0o755);
  const before = process.env['PATH'];
  process.env['PATH'] = `${context.dir}:${before}`;
  const resolver = await open(context);
  try {
    const withPages = { ...context, resolver };
    const page = await ask(withPages, `${context.base}/page`);
    assert.equal(page.type === 'tracks' && page.tracks[0], {
      trackId: page.type === 'tracks' && page.tracks[0]?.trackId,
      title: 'T',
      performer: 'U',
      durationMs: 3_500,
      source: { type: 'yt-dlp', url: `${context.base}/page` },
    });
    assert.equal(tell(await ask(withPages, `${context.base}/onair`)), ['url-endless']);
    assert.equal(tell(await ask(withPages, `${context.base}/other`)), ['yt-dlp-failed']);
    assert.equal(tell(await ask(withPages, 'some words')), ['? One', '? Two']);
    assert.equal(tell(await ask(withPages, 'nothing at all')), ['not-in-library']);
    const pages = await openPages({ proxyUrl: 'http://127.0.0.1:9', log });
    const chunks: Uint8Array[] = [];
    for await (const chunk of pages?.openSound(`${context.base}/page`, never) ?? []) chunks.push(chunk);
    assert.ok(Buffer.concat(chunks).equals(context.tone));
  } finally {
    process.env['PATH'] = before;
    await resolver.close();
  }
});

test.run();
