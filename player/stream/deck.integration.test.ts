import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OpusDecoder } from 'opus-decoder';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { QueueItem, Track } from '../../storage/model.ts';
import { dominantFrequency } from '../../test/fixtures/spectrum.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { CallConnection } from '../call/engine.ts';
import { EgressError } from '../egress/egress-error.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { unobserved } from '../observer.ts';
import { createPlayoutClock, type PlayoutClock } from '../playout/clock.ts';
import { openOggOpusReader } from '../playout/ogg-opus-reader.ts';
import { Deck, type DeckEnd } from './deck.ts';
import { createSounds, type OpenLive } from './sounds.ts';

interface Context {
  folder: string;
  clock: PlayoutClock;
  deck: Deck;
  placeholder: string;
  openLive: OpenLive;
  titles: string[];
  sent: Uint8Array[];
  started: string[];
  ended: DeckEnd[];
  failed: string[];
  /** What the next openings and preparings wait for, or fail with, by title. */
  obstacles: Map<string, Promise<void>>;
  asked: string[];
}

const suite = createSuite<Context>('deck');
const log = pino({ level: 'silent' });
/** Hertz and seconds of the tracks; 300 Hz is the placeholder. */
const tones = { 300: 1, 500: 0.5, 700: 0.5, 900: 30 } as const;

function itemOf(title: string): QueueItem {
  const source = { type: 'library' as const, path: title };
  const track: Track = { trackId: title, title, performer: null, durationMs: null, source };
  return { itemId: title, track, addedBy: { id: 1, name: 'x' }, addedAt: 0 };
}

function fileOf(folder: string, title: string): AudioFile {
  return { trackId: title, path: join(folder, `${title}.opus`), state: 'complete', error: null, durationMs: null };
}

/** The strongest frequency of the last `frames` packets that were sent, hertz. */
async function heard(sent: readonly Uint8Array[], frames = 15): Promise<number> {
  const decoder = new OpusDecoder({ channels: 2 });
  await decoder.ready;
  const { channelData } = decoder.decodeFrames(sent.slice(-frames));
  decoder.free();
  return dominantFrequency(channelData[0] ?? new Float32Array(), 48_000);
}

async function hears({ sent }: Context, frequency: number) {
  const isIt = async () => sent.length > 15 && Math.abs((await heard(sent)) - frequency) < 15;
  await waitFor(isIt, { what: `${frequency} Hz` });
}

suite.before(async (context) => {
  context.folder = await makeTemporaryFolder();
  const options = { codec: 'libopus', bitrateKbps: 64 };
  await Promise.all(
    Object.entries(tones).map(([frequency, seconds]) =>
      makeTone(join(context.folder, `${frequency}.opus`), { frequency: Number(frequency), seconds, ...options }),
    ),
  );
});

suite.before.each((context) => {
  const { folder } = context;
  Object.assign(context, { sent: [], started: [], ended: [], failed: [], titles: [], asked: [] });
  Object.assign(context, { obstacles: new Map(), placeholder: '300' });
  context.openLive = () => Promise.reject(new AppError('source-failed', 'no live sound here'));
  context.clock = createPlayoutClock({ log });
  const bring = async (how: string, track: Track) => {
    context.asked.push(`${how} ${track.title}`);
    await context.obstacles.get(track.title);
    return fileOf(folder, track.title);
  };
  const sounds = createSounds({
    files: { open: (track) => bring('open', track), prepare: (track) => bring('prepare', track) },
    openLive: (track, options) => context.openLive(track, options),
    placeholder: async () => fileOf(folder, context.placeholder),
    log,
    waitsMs: { file: [20, 40], live: [20, 20, 20] },
  });
  context.deck = new Deck({
    observer: unobserved,
    clock: context.clock,
    sounds,
    log,
    listener: {
      onStarted: (token) => context.started.push(token),
      onEnded: (end) => context.ended.push(end),
      onFailed: (token, { code }) => context.failed.push(`${token} ${code}`),
      onTitle: (token, title) => context.titles.push(`${token} ${title}`),
    },
  });
  const { sent } = context;
  const connection: CallConnection = {
    engine: 'native',
    ssrc: 1,
    state: 'connected',
    sendOpus: (packet) => void sent.push(packet.slice()),
    skip: () => undefined,
    stats: () => ({ packetsSent: sent.length, bytesSent: 0, lastRtcpAtMs: null }),
    onState: () => () => undefined,
    close: async () => undefined,
  };
  context.deck.attach(connection);
});

suite.after.each(async ({ deck, clock }) => {
  await deck.close();
  clock.close();
});

suite.after(async ({ folder }) => {
  await rm(folder, { recursive: true, force: true });
});

suite('plays a track, then without a gap the one that was cued', async (context) => {
  const { deck, ended, started } = context;
  const token = deck.play(itemOf('500'), 0);
  deck.cue(itemOf('900'));
  await waitFor(() => ended.length === 1, { what: 'the end' });
  await hears(context, 900);
  const [end] = ended;
  assert.is(end?.token, token);
  assert.is(end?.followedBy?.item?.itemId, '900');
  const next = end?.followedBy?.token ?? '';
  assert.equal(started, [token, next]);
  assert.is(end?.error, null);
  assert.ok(Math.abs((end?.playedMs ?? 0) - 500) <= 40, `played ${end?.playedMs} ms`);
  assert.ok((deck.positionOf(next) ?? 0) > 0);
  assert.is(deck.positionOf(token), null);
});

suite('plays the same track twice in a row as two playings', async (context) => {
  const { deck, ended, asked } = context;
  const token = deck.play(itemOf('500'), 0);
  deck.cue(itemOf('500'));
  await waitFor(() => ended.length === 1, { what: 'the first end' });
  const next = ended[0]?.followedBy;
  assert.is(next?.item?.itemId, '500');
  assert.is.not(next?.token, token);
  await waitFor(() => ended.length === 2, { what: 'the second end' });
  assert.is(ended[1]?.token, next?.token);
  assert.equal(asked, ['open 500', 'prepare 500']);
});

suite('plays the placeholder over and over when nothing follows', async (context) => {
  const { deck, ended } = context;
  deck.play(itemOf('500'), 0);
  deck.cue(null);
  await waitFor(() => ended.length === 1, { what: 'the end' });
  assert.is(ended[0]?.followedBy?.item, null);
  const before = context.sent.length;
  await waitFor(() => context.sent.length > before + 75, { what: 'more than one round' });
  await hears(context, 300);
  assert.is(ended.length, 1, 'the placeholder is no track that ends');
});

suite('says when nothing was ready', async ({ deck, ended }) => {
  deck.play(itemOf('500'), 0);
  await waitFor(() => ended.length === 1, { what: 'the end' });
  assert.is(ended[0]?.followedBy, null);
  assert.is(deck.isIdle, true);
});

suite('starts in the middle', async ({ deck }) => {
  const token = deck.play(itemOf('900'), 20_000);
  const position = await waitFor(() => deck.positionOf(token), { what: 'the track' });
  assert.ok(position >= 20_000 && position < 21_000, `at ${position} ms`);
});

suite('goes on with what plays until the new track is there, and then replaces it', async (context) => {
  const { deck, obstacles } = context;
  deck.play(null, 0);
  await hears(context, 300);
  const gate = Promise.withResolvers<void>();
  obstacles.set('900', gate.promise);
  deck.play(itemOf('900'), 0);
  const before = context.sent.length;
  await waitFor(() => context.sent.length > before + 20, { what: 'some frames' });
  assert.ok(Math.abs((await heard(context.sent)) - 300) < 15);
  gate.resolve();
  await hears(context, 900);
  assert.equal(context.ended, [], 'it was replaced, it did not end');
});

suite('bridges a track that is slow to come with the placeholder', async (context) => {
  const { deck, obstacles } = context;
  deck.play(itemOf('900'), 0);
  await hears(context, 900);
  obstacles.set('700', new Promise(() => undefined));
  deck.play(itemOf('700'), 0);
  await hears(context, 300);
});

suite('only the last wish counts', async (context) => {
  const { deck, obstacles, started } = context;
  const gate = Promise.withResolvers<void>();
  obstacles.set('500', gate.promise);
  deck.play(itemOf('500'), 0);
  const token = deck.play(itemOf('900'), 0);
  await hears(context, 900);
  gate.resolve();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(started, [token]);
});

suite('cues the same once, and something else instead of it', async (context) => {
  const { deck, asked, ended } = context;
  deck.play(itemOf('500'), 0);
  deck.cue(itemOf('700'));
  deck.cue(itemOf('700'));
  deck.cue(itemOf('900'));
  await waitFor(() => ended.length === 1, { what: 'the end' });
  assert.is(ended[0]?.followedBy?.item?.itemId, '900');
  assert.equal(asked, ['open 500', 'prepare 700', 'prepare 900']);
});

suite('tells of a track that cannot be opened, after two more tries where they may help', async (context) => {
  const { deck, failed, asked, obstacles } = context;
  const broken = (title: string, error: AppError) => {
    const promise = Promise.reject(error);
    promise.catch(() => undefined);
    obstacles.set(title, promise);
  };
  broken('500', new AppError('ingest-failed', 'ffmpeg died'));
  const first = deck.play(itemOf('500'), 0);
  await waitFor(() => failed.length === 1, { what: 'the failure' });
  broken('700', new EgressError({ code: 'url-status', status: 404 }));
  const second = deck.play(itemOf('700'), 0);
  await waitFor(() => failed.length === 2, { what: 'the other failure' });
  assert.equal(failed, [`${first} ingest-failed`, `${second} source-failed`]);
  assert.equal(asked, ['open 500', 'open 500', 'open 500', 'open 700']);
});

suite('plays live sound: opened again when it breaks off, its position going on, titles told once it is heard', async (context) => {
  const { deck, titles, ended, folder } = context;
  let opened = 0;
  context.openLive = async (_track, { onTitle, signal }) => {
    opened += 1;
    onTitle(opened === 1 ? 'One' : 'Two');
    const sound = await openOggOpusReader({ file: fileOf(folder, '500'), signal });
    return {
      get positionMs() {
        return sound.positionMs;
      },
      next: () => sound.next(),
      seek: (positionMs) => sound.seek(positionMs),
      close: () => sound.close(),
      error: new AppError('source-failed', 'it broke off'),
    };
  };
  const live = itemOf('radio');
  const source = { type: 'live' as const, url: 'http://radio.example' };
  const token = deck.play({ ...live, track: { ...live.track, source } }, 40_000);
  await waitFor(() => opened === 3, { what: 'the second opening again' });
  assert.equal(titles, [`${token} One`, `${token} Two`]);
  assert.equal(ended, []);
  assert.ok((deck.positionOf(token) ?? 0) >= 41_000 - 100, 'two rounds of half a second');
});

suite('changes the placeholder while it plays, and one that was to follow', async (context) => {
  const { deck, ended } = context;
  deck.play(null, 0);
  await hears(context, 300);
  context.placeholder = '700';
  deck.renewPlaceholder();
  await hears(context, 700);
  deck.play(itemOf('500'), 0);
  deck.cue(null);
  context.placeholder = '300';
  deck.renewPlaceholder();
  deck.cue(null);
  await waitFor(() => ended.length === 1, { what: 'the end' });
  await hears(context, 300);
});

suite('pauses, resumes and seeks', async (context) => {
  const { deck } = context;
  const token = deck.play(itemOf('900'), 0);
  await hears(context, 900);
  deck.setPaused(true);
  await hears(context, 0);
  const paused = deck.positionOf(token);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.is(deck.positionOf(token), paused);
  deck.setPaused(false);
  await hears(context, 900);
  await deck.seek(15_000);
  const sought = deck.positionOf(token) ?? 0;
  assert.ok(sought >= 15_000 && sought < 16_000);
});

suite.run();
