import { createCipheriv } from 'node:crypto';
import { once } from 'node:events';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../../log.ts';
import { createEgress } from '../../../egress/create-egress.ts';
import { refusalOf } from '../../../egress/egress-error.ts';
import { chooseRendition, type HlsMaster, type HlsMedia, parseHls } from './parse-hls.ts';
import { readHls } from './read-hls.ts';

interface Context {
  site: Server;
  base: string;
  routes: Record<string, () => string | Buffer>;
  asked: string[];
}

const test = suite<Context>('HLS');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

test.before.each(async (context) => {
  Object.assign(context, { routes: {}, asked: [] });
  context.site = http.createServer((request, response) => {
    const path = request.url ?? '';
    context.asked.push(path);
    const body = context.routes[path]?.();
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  context.site.listen(0, '127.0.0.1');
  await once(context.site, 'listening');
  context.base = `http://127.0.0.1:${(context.site.address() as AddressInfo).port}`;
});

test.after.each(({ site }) => {
  site.closeAllConnections();
  site.close();
});

/** Reads up to `pieces` pieces; with what it failed at the end, if it did. */
async function read({ base }: Context, text: string, pieces = 100) {
  const allow = [{ host: '127.0.0.1', port: Number(new URL(base).port) }];
  const ending = new AbortController();
  const options = { egress: createEgress({ allow, log }), url: `${base}/a.m3u8`, text, signal: ending.signal, log };
  let sound = '';
  let count = 0;
  let failure: unknown = null;
  try {
    for await (const piece of readHls(options)) {
      sound += Buffer.from(piece).toString();
      count += 1;
      if (count === pieces) break;
    }
  } catch (error) {
    failure = error;
  }
  ending.abort();
  return { sound, failure };
}

const segments = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `#EXTINF:1,\n${from + i}.ts`).join('\n');

test('a live broadcast is joined near its end and followed, each segment once', async (context) => {
  let first = 4;
  const playlist = () => {
    first += 1;
    return `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${first}\n${segments(first, first + 6)}`;
  };
  context.routes = { '/a.m3u8': playlist };
  for (let i = 0; i < 40; i++) context.routes[`/${i}.ts`] = () => `<${i}>`;
  const { sound } = await read(
    context,
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:4\n${segments(4, 10)}`,
    6,
  );
  assert.is(sound, '<7><8><9><10><11><12>');
});

test('who fell behind goes on at the live end; a segment that is gone is a gap', async (context) => {
  context.routes = {
    '/a.m3u8': () => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:50\n${segments(50, 54)}\n#EXT-X-ENDLIST`,
    '/1.ts': () => '<1>',
    '/50.ts': () => '<50>',
    '/51.ts': () => '<51>',
    '/53.ts': () => '<53>',
  };
  const { sound, failure } = await read(
    context,
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n${segments(1, 2)}`,
  );
  assert.is(failure, null);
  assert.is(sound, '<1><50><51><53>');
});

test('AES-128, with the number of the segment for a vector and with one given', async (context) => {
  const key = Buffer.alloc(16, 7);
  const seal = (text: string, iv: Buffer) => {
    const cipher = createCipheriv('aes-128-cbc', key, iv);
    return Buffer.concat([cipher.update(text), cipher.final()]);
  };
  const numbered = Buffer.alloc(16);
  numbered[15] = 9;
  context.routes = {
    '/key': () => key,
    '/a.ts': () => seal('first', numbered),
    '/b.ts': () => seal('second', Buffer.alloc(16, 1)),
  };
  const text = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:9\n#EXT-X-KEY:METHOD=AES-128,URI="/key"\n#EXTINF:1,\na.ts
#EXT-X-KEY:METHOD=AES-128,URI="/key",IV=0x${'01'.repeat(16)}\n#EXTINF:1,\nb.ts\n#EXT-X-ENDLIST`;
  assert.is((await read(context, text)).sound, 'firstsecond');
  assert.is(context.asked.filter((path) => path === '/key').length, 1);
});

test('segments on private addresses are never asked for', async (context) => {
  const text = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://127.0.0.1:1/low.m3u8';
  assert.equal(refusalOf((await read(context, text)).failure), { code: 'url-private' });
});

test('a master: sound alone when there is such a thing, else the least of the video', () => {
  const choose = (text: string) => chooseRendition(parseHls(text, 'http://a.example/x/m.m3u8') as HlsMaster);
  const video =
    '#EXT-X-STREAM-INF:BANDWIDTH=900,CODECS="avc1.4d,mp4a.40.2",RESOLUTION=1x1\nhigh.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=300,RESOLUTION=1x1\nlow.m3u8\n';
  assert.is(choose(video), 'http://a.example/x/low.m3u8');
  assert.is(
    choose(`${video}#EXT-X-STREAM-INF:BANDWIDTH=100,CODECS="mp4a.40.2"\nsound.m3u8`),
    'http://a.example/x/sound.m3u8',
  );
  const audio =
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x, y",URI="other.m3u8"\n#EXT-X-MEDIA:TYPE=AUDIO,DEFAULT=YES,URI="/main.m3u8"\n';
  assert.is(choose(audio + video), 'http://a.example/main.m3u8');
  assert.is(choose('#EXT-X-STREAM-INF:BANDWIDTH=1'), null);
});

test('parts of one file: each begins where the last ended', () => {
  const text =
    '#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI="f.mp4",BYTERANGE="100@0"\n#EXTINF:1,\n#EXT-X-BYTERANGE:50@100\nf.mp4\n#EXTINF:1,\n#EXT-X-BYTERANGE:60\nf.mp4';
  const media = parseHls(text, 'http://a.example/m') as HlsMedia;
  assert.equal(
    media.segments.map(({ range }) => range),
    [
      { from: 100, length: 50 },
      { from: 150, length: 60 },
    ],
  );
  assert.equal(media.segments[0]?.map, { url: 'http://a.example/f.mp4', range: { from: 0, length: 100 } });
  assert.is(media.durationMs, null);
});

test.run();
