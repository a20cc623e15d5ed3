import type { Loudness } from './loudness.ts';

/** The gate's floor: what ebur128 says of silence. */
export const silenceLufs = -70;
const noPeakDbtp = -120;

/**
 * Reads the summary that ffmpeg's ebur128 filter prints at its end; null when there is none.
 * @param text what ffmpeg wrote to standard error.
 * @see https://ffmpeg.org/ffmpeg-filters.html#ebur128-1
 */
export function parseEbur128(text: string): Loudness | null {
  // A graph that is set up anew midway prints an empty summary first: the last one counts.
  const at = text.lastIndexOf('Summary:');
  if (at < 0) return null;
  const summary = text.slice(at);
  const integrated = /I:\s+(\S+) LUFS/.exec(summary)?.[1];
  if (integrated === undefined) return null;
  const peak = /Peak:\s+(\S+) dBFS/.exec(summary)?.[1];
  return {
    loudnessLufs: finiteOr(integrated, silenceLufs),
    truePeakDbtp: peak === undefined ? null : finiteOr(peak, noPeakDbtp),
  };
}

/** ffmpeg writes `-inf` and `nan` for silence. */
function finiteOr(text: string, floor: number): number {
  const value = Number(text);
  return Number.isFinite(value) ? Math.max(value, floor) : floor;
}
