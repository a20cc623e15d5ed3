import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runFfmpeg } from '../../test/fixtures/run-ffmpeg.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { percentile } from './percentile.ts';
import { createRpc, endChild } from './rpc.ts';

/** Result of the bench. */
export interface ScrapeFigures {
  readonly streams: number;
  /** Of a scrape, from the request to its last byte, 99th percentile. */
  readonly ms: number;
  readonly medianMs: number;
  /** Size of the classic text. */
  readonly bytes: number;
  readonly scrapes: number;
  /** Playout meanwhile: from the time a frame was due to its sending. */
  readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

const everyMs = 50;
const settleMs = 3_000;
const accepts = ['text/plain', 'application/openmetrics-text;version=1.0.0'];

/** Scrapes a process that plays `streams` streams, twenty times a second, in both formats in turn. */
export async function benchScrape(streams: number, seconds: number): Promise<ScrapeFigures> {
  const folder = await makeTemporaryFolder();
  const path = join(folder, 'track.opus');
  const child = fork(fileURLToPath(new URL('./scrape/player.ts', import.meta.url)), { serialization: 'advanced' });
  try {
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'anoisesrc=c=pink:a=0.2:r=48000:d=20', '-ac', '2', '-c:a', 'libopus'],
      ...['-b:a', '128k', '-vbr', 'constrained', '-frame_duration', '20', path],
    ]);
    const player = createRpc(child, {});
    const url = await player.call<string>('start', { streams, path, folder });
    await sleep(settleMs);
    await scrape(url, '');
    await player.call('beginMeasuring');
    const tookMs: number[] = [];
    const bytes = (await scrape(url, '')).bytes;
    for (let index = 0; index < (seconds * 1_000) / everyMs; index += 1) {
      tookMs.push((await scrape(url, accepts[index % accepts.length] ?? '')).tookMs);
      await sleep(everyMs);
    }
    const { p50, p99, max } = await player.call<ScrapeFigures['latenessMs']>('latenessMs');
    return {
      streams,
      ms: round(percentile(tookMs, 0.99)),
      medianMs: round(percentile(tookMs, 0.5)),
      bytes,
      scrapes: tookMs.length,
      latenessMs: { p50: round(p50), p99: round(p99), max: round(max) },
    };
  } finally {
    await endChild(child);
    await rm(folder, { recursive: true, force: true });
  }
}

async function scrape(url: string, accept: string): Promise<{ readonly tookMs: number; readonly bytes: number }> {
  const begunAt = performance.now();
  const body = await (await fetch(url, { headers: { accept } })).text();
  return { tookMs: performance.now() - begunAt, bytes: Buffer.byteLength(body) };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
