import type { Playback, QueueItem } from '../storage/model.ts';

/** What is left of the current item, milliseconds; 0 when nothing plays; null when its length is not known. */
export function remainingMs(playback: Playback): number | null {
  if (playback.current === null) return 0;
  const { durationMs } = playback.current.track;
  return durationMs === null ? null : Math.max(0, durationMs - playback.positionMs);
}

/** The sum of the items' lengths, milliseconds; null when one is not known. */
export function totalMs(items: readonly QueueItem[]): number | null {
  let sum = 0;
  for (const { track } of items) {
    if (track.durationMs === null) return null;
    sum += track.durationMs;
  }
  return sum;
}

/**
 * In how many milliseconds each item starts, from what plays and what stands before it; null behind something of unknown
 * length, and for all while paused or off the air.
 */
export function startTimes(playback: Playback, items: readonly QueueItem[]): readonly (number | null)[] {
  let wait = playback.isOn && !playback.isPaused ? remainingMs(playback) : null;
  return items.map(({ track }) => {
    const startsIn = wait;
    wait = wait === null || track.durationMs === null ? null : wait + track.durationMs;
    return startsIn;
  });
}
