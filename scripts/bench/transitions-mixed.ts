import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningEfir, startEfir } from '../../test/fixtures/efir.ts';
import { type EfirRoom, openEfirRoom } from '../../test/fixtures/efir-room.ts';
import { toneShare } from '../../test/fixtures/spectrum.ts';
import type { PostedFile } from '../../test/fixtures/telegram.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { readWav } from '../../test/fixtures/wav.ts';

/** Result of the bench. */
export interface MixedTransitions {
  /** Good tracks heard, in their order; each has its own tone. */
  readonly heard: readonly string[];
  readonly isInOrder: boolean;
  /** Broken ones that were refused at once, or skipped when their turn came. */
  readonly brokenRefused: number;
  readonly brokenSkipped: number;
  /** 20 ms frames that did not arrive from the first track's tone to the last one's. */
  readonly missingFrames: number;
  readonly gapsMs: readonly number[];
  /** The longest stretch between two good tracks with neither tone, milliseconds. */
  readonly longestPauseMs: number;
}

const formats = ['mp3', 'flac', 'ogg', 'm4a', 'wav'] as const;
const trackSeconds = 6;
const stepMs = 20;
/** So much of a half-broken file is sound. */
const brokenShare = 0.5;

/**
 * Plays a file of each format one after the other, a broken one between each, in the chat of the whole product as `npm start` runs it: nothing may be missing
 * in the RTP between the good ones.
 */
export async function benchMixedTransitions(): Promise<MixedTransitions> {
  const efir = await startEfir({ args: ['--no-seed'] });
  try {
    const room = await openEfirRoom(efir);
    // Everything is in the queue before the first begins.
    await room.play({ title: 'Prelude', frequency: 300, seconds: 120 });
    await room.waitForTone(300);
    let brokenRefused = 0;
    for (const [index, format] of formats.entries()) {
      await add(room, await makeGood(efir, index, format));
      if (index === formats.length - 1) break;
      const answer = await add(room, await makeBroken(efir, index, format));
      if (!answer.startsWith('➕')) brokenRefused += 1;
    }
    const seconds = formats.length * trackSeconds + 6;
    const listening = Promise.all([efir.telegram.audio(room.chatId, seconds), efir.telegram.rtp(room.chatId, seconds)]);
    await room.say('/skip');
    const [wav, { gapsMs }] = await listening;
    const { channels, sampleRate } = readWav(wav);
    return {
      ...follow(channels[0] ?? new Float32Array(), sampleRate),
      brokenRefused,
      brokenSkipped: await countSkipped(room),
      missingFrames: Math.round(gapsMs.reduce((sum, gapMs) => sum + gapMs, 0) / stepMs),
      gapsMs,
    };
  } finally {
    await efir.close();
  }
}

function frequencyOf(index: number): number {
  return 600 + 250 * index;
}

async function makeGood({ dataDir }: RunningEfir, index: number, format: string): Promise<PostedFile> {
  const path = join(dataDir, `good-${index}.${format}`);
  await makeTone(path, { frequency: frequencyOf(index), seconds: trackSeconds });
  return { path, kind: 'audio', title: `Good ${format}`, durationSec: trackSeconds, name: `good.${format}` };
}

/** Nothing but noise, or noise behind a proper first half, in turn. */
async function makeBroken({ dataDir }: RunningEfir, index: number, format: string): Promise<PostedFile> {
  const path = join(dataDir, `broken-${index}.${format}`);
  await makeTone(path, { frequency: 200, seconds: trackSeconds });
  const bytes = await readFile(path);
  const from = Math.floor(bytes.length * brokenShare);
  const noise = Buffer.from(Array.from({ length: bytes.length - from }, (_, at) => (at * 7_919 + 13) % 256));
  const spoilt = index % 2 === 0 ? Buffer.alloc(4_096, 0x5a) : Buffer.concat([bytes.subarray(0, from), noise]);
  await writeFile(path, spoilt);
  return { path, kind: 'audio', title: `Broken ${format}`, durationSec: trackSeconds, name: `broken.${format}` };
}

/** Answers the file with /play. @returns the bot's answer. */
async function add(room: EfirRoom, file: PostedFile): Promise<string> {
  return room.say('/play', room.owner, await room.post(file));
}

/** How many broken ones /history names as failed. */
async function countSkipped(room: EfirRoom): Promise<number> {
  return [...(await room.say('/history')).matchAll(/Broken.*⚠/gu)].length;
}

/** Which tones are heard in which order, and the longest time between two of them. */
function follow(samples: Float32Array, sampleRate: number) {
  const size = (sampleRate * stepMs) / 1_000;
  const heard: number[] = [];
  let lastAt = 0;
  let longestPauseMs = 0;
  for (let at = 0; (at + 1) * size <= samples.length; at += 1) {
    const window = samples.subarray(at * size, (at + 1) * size);
    const index = formats.findIndex((_, i) => toneShare(window, sampleRate, frequencyOf(i)) > 0.7);
    if (index < 0) continue;
    if (heard.length > 0 && heard.at(-1) !== index)
      longestPauseMs = Math.max(longestPauseMs, (at - lastAt - 1) * stepMs);
    if (heard.at(-1) !== index) heard.push(index);
    lastAt = at;
  }
  return {
    heard: heard.map((index) => formats[index] ?? ''),
    isInOrder: heard.length === formats.length && heard.every((index, place) => index === place),
    longestPauseMs,
  };
}
