import { AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { JobSlots } from '../job-slots.ts';
import type { Prepared, PreparedCache } from './cache/prepared-cache.ts';
import { copyArgs, encodeArgs, type OpusProfile } from './encode/opus-args.ts';
import { runEncode } from './encode/run-encode.ts';
import { createGrowingFile, type GrowingFile } from './growing-file.ts';
import { chooseGain, correctGain, type GainPlan } from './loudness/choose-gain.ts';
import { isWithinTolerance, type Loudness, loudnessTarget } from './loudness/loudness.ts';
import { type Measured, measureLoudness } from './loudness/measure-loudness.ts';
import { readOpusDurationMs } from './ogg/opus-duration.ts';
import { judgeOpusFile } from './ogg/opus-fitness.ts';

/** What preparing depends on. */
export interface PreparationParts {
  readonly cache: PreparedCache;
  /** Places for what may wait; audio wanted now takes none. */
  readonly slots: JobSlots;
  readonly profile: OpusProfile;
  readonly log: Logger;
}

/** One track to be prepared from a file at hand. */
export interface PreparationTask {
  readonly trackId: string;
  readonly originalPath: string;
  readonly targetLufs: number;
  /** `now`: somebody waits to hear it; the first encode begins at once, with the gain that `estimate` gives. */
  readonly urgency: 'now' | 'ahead';
  readonly estimate: () => Promise<Loudness | null>;
  /** A first encode that was made while the original came; null: none was. */
  readonly hurried: Hurried | null;
  readonly signal: AbortSignal;
  /** Told when the first encode begins to write. */
  readonly onGrowing: (growing: GrowingFile) => void;
  /** Removes a file that was not chosen, now or when nobody reads it any more. */
  readonly discard: (path: string) => Promise<void>;
}

/** An encode that somebody may be listening to already. */
export interface Hurried {
  readonly path: string;
  readonly plan: GainPlan;
  readonly durationMs: number;
}

/** ffmpeg's niceness: a listener waits, or nobody does (FACTS.md: without it playout suffers). */
const niceness = { now: 5, ahead: 15 } as const;
const maxCorrections = 2;

/** One encode and what it sounds like. */
interface Attempt {
  readonly path: string;
  readonly plan: GainPlan;
  readonly durationMs: number;
  readonly result: Loudness & { readonly truePeakDbtp: number };
}

/**
 * Brings a file to prepared Opus. Ahead: measure all of it, encode, measure the decoded result, correct. Now: encode at once by
 * an estimate and measure afterwards; what is not good enough to keep is prepared properly for the next time. The gain never
 * changes within a track.
 * @throws AppError `ingest-failed`, `aborted`, `program-missing`, `timeout`.
 */
export async function prepareFile(parts: PreparationParts, task: PreparationTask): Promise<Prepared> {
  const hurried = task.hurried ?? (task.urgency === 'now' ? await encodeNow(parts, task) : null);
  const release = await parts.slots.acquire(task.signal);
  try {
    if (hurried !== null) {
      const attempt = await judge(parts, task, hurried);
      // Not `isGoodEnough`: what the estimate took for silence may have been an unlucky choice of windows.
      if (isWithinTolerance(attempt.result, task.targetLufs, loudnessTarget.toleranceLu)) {
        return await keep(parts, task, attempt);
      }
      parts.log.debug({ trackId: task.trackId, ...attempt.result }, 'estimate was off, preparing again');
      await task.discard(attempt.path);
    }
    const { originalPath: path, signal } = task;
    const source = await measureLoudness({ path, channels: parts.profile.channels, signal });
    return (await copyIfFit(parts, task, source)) ?? (await encodeAhead(parts, task, source));
  } finally {
    release();
  }
}

async function encodeNow(parts: PreparationParts, task: PreparationTask) {
  const plan = chooseGain(await task.estimate(), task.targetLufs, 'now');
  return encode(parts, task, plan, 'now');
}

/** Encodes until the decoded result is right, and keeps the best. */
async function encodeAhead(parts: PreparationParts, task: PreparationTask, source: Loudness): Promise<Prepared> {
  let plan = chooseGain(source, task.targetLufs, 'ahead');
  let best: Attempt | null = null;
  for (let corrections = 0; corrections <= maxCorrections; corrections++) {
    const attempt: Attempt = await judge(parts, task, await encode(parts, task, plan, 'ahead'));
    const isBetter = best === null || errorOf(attempt, task.targetLufs) < errorOf(best, task.targetLufs);
    const loser = isBetter ? best : attempt;
    if (isBetter) best = attempt;
    if (loser !== null) await task.discard(loser.path);
    if (isGoodEnough(attempt, task.targetLufs, loudnessTarget.aimLu)) break;
    plan = correctGain(plan, attempt.result, task.targetLufs);
  }
  if (best === null) throw new AppError('internal', 'no attempt was made');
  return keep(parts, task, best);
}

/** Takes Opus that is right already over as it is; null when it is not. */
async function copyIfFit(parts: PreparationParts, task: PreparationTask, source: Measured): Promise<Prepared | null> {
  if (source.codec !== 'opus' || !isWithinTolerance(source, task.targetLufs, loudnessTarget.toleranceLu)) return null;
  const path = parts.cache.newPath(task.trackId);
  const { originalPath, signal } = task;
  await runEncode({ originalPath, outputArgs: copyArgs(path), niceness: niceness.ahead, signal, log: parts.log });
  const durationMs = await readOpusDurationMs(path);
  if (durationMs === null || !(await judgeOpusFile(path, parts.profile.channels)).isFit) {
    await parts.cache.discard(path);
    return null;
  }
  const { loudnessLufs, truePeakDbtp } = source;
  const figures = {
    loudnessLufs,
    truePeakDbtp: truePeakDbtp ?? 0,
    gainDb: 0,
    limiter: 'none',
    method: 'copied',
  } as const;
  return parts.cache.commit(path, { trackId: task.trackId, durationMs, ...figures });
}

/** Writes one new file; readers may follow it. */
async function encode(parts: PreparationParts, task: PreparationTask, plan: GainPlan, urgency: 'now' | 'ahead') {
  const path = parts.cache.newPath(task.trackId);
  const growing = createGrowingFile(task.trackId, path);
  const { originalPath, signal } = task;
  task.onGrowing(growing);
  try {
    const outputArgs = encodeArgs(path, plan, parts.profile, urgency);
    await runEncode({ originalPath, outputArgs, niceness: niceness[urgency], signal, log: parts.log });
    const durationMs = await readOpusDurationMs(path);
    if (durationMs === null) throw new AppError('ingest-failed', 'there was no sound to encode');
    growing.complete(durationMs);
    return { path, plan, durationMs };
  } catch (error) {
    growing.fail(toAppError(error, 'ingest-failed'));
    await task.discard(path);
    throw error;
  }
}

/** Measures what listeners will hear: the decoded file. */
async function judge(
  parts: PreparationParts,
  { signal }: PreparationTask,
  made: Omit<Attempt, 'result'>,
): Promise<Attempt> {
  const { loudnessLufs, truePeakDbtp } = await measureLoudness({
    path: made.path,
    channels: parts.profile.channels,
    signal,
  });
  return { ...made, result: { loudnessLufs, truePeakDbtp: truePeakDbtp ?? 0 } };
}

function keep(parts: PreparationParts, { trackId }: PreparationTask, { path, plan, durationMs, result }: Attempt) {
  const { gainDb, limiter } = plan;
  return parts.cache.commit(path, { trackId, durationMs, ...result, gainDb, limiter, method: 'encoded' });
}

/** Silence and near-silence cannot reach the target: there only the peak counts. */
function isGoodEnough({ plan, result }: Attempt, targetLufs: number, toleranceLu: number): boolean {
  if (plan.isCapped) return result.truePeakDbtp <= loudnessTarget.maxTruePeakDbtp;
  return isWithinTolerance(result, targetLufs, toleranceLu);
}

/** How wrong a result is, LU; a peak above the ceiling is worse than any loudness. */
function errorOf({ result }: Attempt, targetLufs: number): number {
  const overDb = Math.max(0, result.truePeakDbtp - loudnessTarget.maxTruePeakDbtp);
  return Math.abs(result.loudnessLufs - targetLufs) + overDb * 100;
}
