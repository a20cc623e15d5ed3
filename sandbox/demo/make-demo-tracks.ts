import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '../../errors.ts';
import { sampleRate, toPcm } from './mix.ts';
import { renderScore } from './render-score.ts';
import { type Score, scores } from './scores.ts';

/** A track that was composed here. */
export interface DemoTrack {
  readonly path: string;
  readonly title: string;
  readonly performer: string;
  /** Whole seconds, as Telegram counts. */
  readonly durationSec: number;
}

/** Loudest sample: −1.4 dBFS. */
const peak = 0.85;

// The quickest settings: this is music for trying things out, and the first start should not feel it.
const encoders: Readonly<Record<string, readonly string[]>> = {
  '.mp3': ['-c:a', 'libmp3lame', '-b:a', '192k', '-compression_level', '9'],
  '.ogg': ['-c:a', 'libopus', '-b:a', '128k', '-compression_level', '0'],
};

/**
 * Composes the demo tracks into `folder` and returns them in order; those that are there already are kept.
 * @throws AppError `program-missing` when ffmpeg cannot be started, `ingest-failed` when it fails.
 */
export async function makeDemoTracks(folder: string, signal?: AbortSignal): Promise<readonly DemoTrack[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(scores.map((score) => makeTrack(score, folder, signal)));
}

/** One track; nothing is done when it is there. */
async function makeTrack(score: Score, folder: string, signal: AbortSignal | undefined): Promise<DemoTrack> {
  const path = join(folder, score.fileName);
  const seconds = (score.bars * score.beatsPerBar * 60) / score.beatsPerMinute + 2.5;
  if (!existsSync(path)) {
    // Under another name until it is whole, so that a start that was cut short leaves nothing half made.
    const unfinished = join(folder, `unfinished-${score.fileName}`);
    await encode(toPcm(renderScore(score), peak), unfinished, score, signal);
    await rename(unfinished, path);
  }
  return { path, title: score.title, performer: score.performer, durationSec: Math.round(seconds) };
}

/** Feeds PCM to ffmpeg and waits for it to end. */
async function encode(pcm: Buffer, path: string, score: Score, signal: AbortSignal | undefined): Promise<void> {
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-y', '-f', 's16le', '-ar', String(sampleRate), '-ac', '2', '-i', 'pipe:0'],
      ...['-metadata', `title=${score.title}`, '-metadata', `artist=${score.performer}`],
      ...(encoders[extname(path)] ?? []),
      path,
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], ...(signal === undefined ? {} : { signal }) },
  );
  let complaint = '';
  ffmpeg.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  // ffmpeg may die before it has read everything; its exit code says why, a broken pipe does not.
  ffmpeg.stdin.on('error', (error) => {
    complaint += String(error);
  });
  ffmpeg.stdin.end(pcm);
  const [code] = await once(ffmpeg, 'close').catch((cause: unknown) => {
    throw new AppError('program-missing', 'ffmpeg cannot be started', { cause });
  });
  if (code !== 0) throw new AppError('ingest-failed', `ffmpeg could not encode a demo track: ${complaint.trim()}`);
}
