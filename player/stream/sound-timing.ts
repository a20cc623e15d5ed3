import type { PlayerObserver } from '../observer.ts';
import { frameMs } from '../playout/opus-packet.ts';

/** Measures how long one stream's listeners wait for a track. `atMs`: of performance.now, when the frame in question went out. */
export interface SoundTiming {
  /** A track is wanted that nothing stood before, since `wantedAt` (Unix milliseconds of the machine that took the wish). */
  expect(wantedAt: number): void;
  /** A track gave no more packets, and another one is to follow it. */
  ended(atMs: number): void;
  /** A track's first packet went out. */
  started(atMs: number): void;
  /** What is being waited for was put off or given up by people: it counts no longer. */
  forget(): void;
}

/** Creates the timing of one stream. `now`: Unix milliseconds. */
export function createSoundTiming(
  observer: Pick<PlayerObserver, 'trackFollowed' | 'soundBegan'>,
  now: () => number = Date.now,
): SoundTiming {
  let wantedAt: number | null = null;
  let endedAtMs: number | null = null;
  const forget = () => {
    wantedAt = null;
    endedAtMs = null;
  };
  return {
    forget,
    expect(since) {
      forget();
      wantedAt = since;
    },
    ended(atMs) {
      // Of several that fail on the way to the next sound the first one counts: since then there is silence.
      wantedAt = null;
      endedAtMs ??= atMs;
    },
    started(atMs) {
      // The clocks of two machines may differ.
      if (wantedAt !== null) observer.soundBegan(Math.max(0, now() - wantedAt));
      // In the frame in which it ended it sent nothing any more: its last packet is a frame older.
      if (endedAtMs !== null) observer.trackFollowed(atMs - endedAtMs + frameMs);
      forget();
    },
  };
}
