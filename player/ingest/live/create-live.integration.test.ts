import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { createLog } from '../../../log.ts';
import type { Track } from '../../../storage/model.ts';
import { makeAudio, musicLike } from '../../../test/fixtures/make-audio.ts';
import { openRadioServer, type RadioServer } from '../../../test/fixtures/radio-server.ts';
import { makeTemporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { createEgress } from '../../egress/create-egress.ts';
import { refusalOf } from '../../egress/egress-error.ts';
import { opusPacketSamples } from '../../playout/opus-packet.ts';
import { createLive } from './create-live.ts';
import type { LiveSource } from './live-source.ts';

interface Context {
  dir: string;
  music: Buffer;
  radio: RadioServer | null;
  site: Server;
  base: string;
  open: LiveSource[];
}

const test = suite<Context>('live');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const never = new AbortController().signal;

test.before(async (context) => {
  context.dir = await makeTemporaryFolder();
  const output = ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0'];
  context.music = await readFile(await makeAudio(join(context.dir, 'm.mp3'), { source: musicLike(8, -14), output }));
  context.site = http.createServer(async (request, response) => {
    const path = join(context.dir, (request.url ?? '').replace(/\?.*/, ''));
    const body = await readFile(path).catch(() => null);
    if (path.endsWith('.m3u8')) response.setHeader('content-type', 'application/vnd.apple.mpegurl');
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    if (body !== null && from !== undefined) response.writeHead(206).end(body.subarray(Number(from), Number(to) + 1));
    else response.writeHead(body === null ? 404 : 200).end(body ?? '');
  });
  context.site.listen(0, '127.0.0.1');
  await once(context.site, 'listening');
  context.base = `http://127.0.0.1:${(context.site.address() as AddressInfo).port}`;
});

test.before.each((context) => {
  context.radio = null;
  context.open = [];
});

test.after.each(async ({ radio, open }) => {
  await Promise.all(open.map((source) => source.close()));
  await radio?.close();
});

test.after(async ({ site, dir }) => {
  site.closeAllConnections();
  site.close();
  await rm(dir, { recursive: true });
});

function openLive(context: Context, url: string, onTitle: (title: string) => void = () => undefined, signal = never) {
  const { hostname, port } = new URL(url);
  const allow = [{ host: hostname, port: Number(port) }];
  const live = createLive({ egress: createEgress({ allow, log }), log, channels: 2, bitrateKbps: 96 });
  const source = { type: 'live', url } as const;
  const track: Track = { trackId: 't', title: 'x', performer: null, durationMs: null, source };
  return live.open(track, { onTitle, signal }).then((opened) => {
    context.open.push(opened);
    return opened;
  });
}

/** Takes packets until there are as many, or the end. */
async function take(source: LiveSource, count: number): Promise<Uint8Array[]> {
  const packets: Uint8Array[] = [];
  for (let waited = 0; packets.length < count && waited < 15_000; ) {
    const packet = source.next();
    if (packet === 'end') break;
    if (packet === 'late') {
      await sleep(10);
      waited += 10;
    } else packets.push(packet);
  }
  return packets;
}

test('a radio: packets of 20 ms within two seconds, titles as they change, metadata never in the sound', async (context) => {
  context.radio = await openRadioServer({ sound: context.music, bytesPerSecond: 64_000 });
  const titles: string[] = [];
  const source = await openLive(context, context.radio.url, (title) => titles.push(title));
  const packets = await take(source, 200);
  assert.is(packets.length, 200);
  assert.ok(packets.every((packet) => opusPacketSamples(packet) === 960));
  assert.is(source.positionMs, 4_000);
  assert.equal(titles, ['Nina Simone - Sinnerman']);
  context.radio.setTitle("Björk - It's Oh So Quiet");
  for (let waits = 0; titles.length < 2 && waits < 200; waits++) await take(source, 20);
  assert.is(titles[1], "Björk - It's Oh So Quiet");
  assert.is(source.error, null);
});

test('a shoutcast answers ICY 200 OK, and plays', async (context) => {
  context.radio = await openRadioServer({ sound: context.music, bytesPerSecond: 32_000, statusLine: 'ICY 200 OK' });
  assert.is((await take(await openLive(context, context.radio.url), 50)).length, 50);
});

test('a radio that breaks off is connected again; one that stays away ends with its reason', async (context) => {
  context.radio = await openRadioServer({ sound: context.music, bytesPerSecond: 64_000, burstBytes: 32_000 });
  const source = await openLive(context, context.radio.url);
  context.radio.drop();
  assert.is((await take(source, 300)).length, 300, 'six seconds: more than one connection gave at once');
  assert.ok(context.radio.served() >= 2);
  await context.radio.close();
  await take(source, 10_000);
  assert.is(source.next(), 'end');
  assert.is(source.error?.code, 'source-failed');
});

test('closing ends it at once, also while it is held up, and frees the server', async (context) => {
  context.radio = await openRadioServer({ sound: context.music, bytesPerSecond: 400_000 });
  const source = await openLive(context, context.radio.url);
  await sleep(300);
  await source.close();
  await context.radio.close();
});

test('what has no sound, does not answer or is not wanted any more is an error', async (context) => {
  context.radio = await openRadioServer({ sound: Buffer.alloc(50_000, 'no sound '), bytesPerSecond: 100_000 });
  const deaf = openLive(context, context.radio.url);
  await sleep(500);
  context.radio.drop();
  await context.radio.close();
  const error: unknown = await deaf.catch((thrown) => thrown);
  assert.is(error instanceof AppError && error.code, 'source-failed');
  const missing: unknown = await openLive(context, `${context.base}/none`).catch((thrown) => thrown);
  assert.equal(refusalOf(missing), { code: 'url-status', status: 404 });
  const left: unknown = await openLive(context, `${context.base}/none`, undefined, AbortSignal.abort()).catch(
    (thrown) => thrown,
  );
  assert.is(left instanceof AppError && left.code, 'aborted');
});

for (const [name, options] of [
  ['MPEG-TS', ['-c:a', 'aac', '-hls_segment_type', 'mpegts']],
  ['fragmented MP4', ['-c:a', 'aac', '-hls_segment_type', 'fmp4', '-hls_flags', 'single_file']],
  ['ADTS', ['-c:a', 'aac', '-hls_segment_filename', '%d.aac']],
] as const) {
  test(`a recording in HLS, ${name}: whole, then the end`, async (context) => {
    const folder = join(context.dir, name.replace(/\W/g, ''));
    await mkdir(folder);
    const output = [...options].map((option) => (option.includes('%d') ? join(folder, option) : option));
    const hls = ['-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod', ...output];
    await makeAudio(join(folder, 'a.m3u8'), { source: 'sine=440:d=7:r=44100', output: hls });
    const source = await openLive(context, `${context.base}/${name.replace(/\W/g, '')}/a.m3u8`);
    const packets = await take(source, 10_000);
    assert.ok(Math.abs(packets.length - 350) <= 12, `${packets.length} packets`);
    assert.is(source.next(), 'end');
    assert.is(source.error, null);
  });
}

test.run();
