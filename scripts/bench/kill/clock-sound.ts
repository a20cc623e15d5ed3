import { runFfmpeg } from '../../../test/fixtures/run-ffmpeg.ts';
import { dominantFrequency, rmsDb, toneShare } from '../../../test/fixtures/spectrum.ts';

/** How many kinds of clock there are: tracks that follow each other get different ones, and are told apart by ear. */
export const clockKinds = 4;
/** Length of a clock, seconds. */
export const clockSeconds = 120;
/** Milliseconds of sound that are looked at for one reading. */
export const windowMs = 100;

/** What a moment of a recording says: a place in a clock, silence, or a sound that is none of ours (a joint, the placeholder). */
export type Reading =
  | { readonly type: 'clock'; readonly kind: number; readonly positionMs: number }
  | { readonly type: 'silence' | 'other' };

/** Each kind begins here and rises: the pitch tells the place in the track. */
const lowestHertz = 1_000;
const bandHertz = 2_200;
const hertzPerSecond = 16;
const silenceDb = -50;
const purity = 0.7;

/** Writes a clock of a kind (0…{@link clockKinds} − 1) as a sound file. @returns the path. */
export async function makeClock(path: string, kind: number): Promise<string> {
  const base = lowestHertz + kind * bandHertz;
  const wave = `0.25*sin(2*PI*(${base}*t+${hertzPerSecond / 2}*t*t))`;
  await runFfmpeg(['-f', 'lavfi', '-i', `aevalsrc=exprs='${wave}':s=48000:d=${clockSeconds}`, '-b:a', '96k', path]);
  return path;
}

/** Reads a recording (mono, −1…1) window by window ({@link windowMs}). */
export function readClocks(samples: Float32Array, sampleRate: number): Reading[] {
  const size = Math.round((windowMs / 1_000) * sampleRate);
  return Array.from({ length: Math.floor(samples.length / size) }, (_, index) =>
    readClock(samples.subarray(index * size, (index + 1) * size), sampleRate),
  );
}

/** The clock at the middle of the window. */
function readClock(window: Float32Array, sampleRate: number): Reading {
  if (rmsDb(window) < silenceDb) return { type: 'silence' };
  const frequency = dominantFrequency(window, sampleRate);
  const kind = Math.floor((frequency - lowestHertz) / bandHertz);
  const positionMs = ((frequency - lowestHertz - kind * bandHertz) / hertzPerSecond) * 1_000;
  const isClock = kind >= 0 && kind < clockKinds && positionMs <= clockSeconds * 1_000;
  if (!isClock || toneShare(window, sampleRate, frequency) < purity) return { type: 'other' };
  return { type: 'clock', kind, positionMs };
}

/**
 * The greatest jump, milliseconds, that a recording makes within a track: after a silence the track must go on where it stopped, in
 * sound it must run with the time. `isResumed`: the same track was heard on both sides of a silence.
 */
export function findJump(readings: readonly Reading[]): { readonly jumpMs: number; readonly isResumed: boolean } {
  let jumpMs = 0;
  let isResumed = false;
  let last: { readonly index: number; readonly kind: number; readonly positionMs: number } | null = null;
  for (const [index, reading] of readings.entries()) {
    if (reading.type !== 'clock') continue;
    if (last !== null && last.kind === reading.kind) {
      const isBroken = readings.slice(last.index, index).some(({ type }) => type === 'silence');
      const passedMs = isBroken ? windowMs : (index - last.index) * windowMs;
      jumpMs = Math.max(jumpMs, Math.abs(reading.positionMs - last.positionMs - passedMs));
      isResumed ||= isBroken;
    }
    last = { index, kind: reading.kind, positionMs: reading.positionMs };
  }
  return { jumpMs, isResumed };
}

/** The longest silence, milliseconds. */
export function longestSilenceMs(readings: readonly Reading[]): number {
  let longest = 0;
  let length = 0;
  for (const { type } of readings) {
    length = type === 'silence' ? length + 1 : 0;
    longest = Math.max(longest, length);
  }
  return longest * windowMs;
}
