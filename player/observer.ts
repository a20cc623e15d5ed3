import type { TrackOutcome } from '../storage/model.ts';

/** Who counts what a player does. Called as it happens, also from between two frames: must be quick and must not throw. */
export interface PlayerObserver {
  trackEnded(outcome: TrackOutcome): void;
  /** The next track began by itself, `gapMs` after the last packet of the one before. */
  trackFollowed(gapMs: number): void;
  /** A track that nothing stood before began, `waitedMs` after it was added. */
  soundBegan(waitedMs: number): void;
  /** A track had no packet in time. */
  ranDry(): void;
  /** A track was fetched and prepared, or that failed, `tookMs` after it was asked for. What was given up is not told. */
  prepared(tookMs: number, result: 'ok' | 'failed'): void;
  /** Telegram asked the assistant to wait. */
  floodWait(waitMs: number): void;
}

/** Nobody counts. */
export const unobserved: PlayerObserver = {
  trackEnded: () => undefined,
  trackFollowed: () => undefined,
  soundBegan: () => undefined,
  ranDry: () => undefined,
  prepared: () => undefined,
  floodWait: () => undefined,
};
