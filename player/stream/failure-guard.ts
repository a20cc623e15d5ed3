import { pauseFor } from '../waker.ts';

/** Counts tracks that failed in a row, and holds playback for a while when there are too many: no busy loop through a dead queue. */
export interface FailureGuard {
  failed(): void;
  /** A track began to play, or a person stepped in. */
  reset(): void;
  readonly isHolding: boolean;
  /** Calls `action` when the present hold is over; not at all when the signal aborts first. */
  whenOver(action: () => void, signal: AbortSignal): void;
}

/** So many failures in a row begin a hold. */
const failuresMax = 3;
/** How long a hold lasts, milliseconds. */
const defaultHoldMs = 30_000;

/** Creates a guard. `now`: monotonic milliseconds. */
export function createFailureGuard({ holdMs = defaultHoldMs, now = () => performance.now() } = {}): FailureGuard {
  let failures = 0;
  let holdUntil = 0;
  return {
    failed: () => {
      failures += 1;
      if (failures >= failuresMax) holdUntil = now() + holdMs;
    },
    reset: () => {
      failures = 0;
      holdUntil = 0;
    },
    get isHolding() {
      return now() < holdUntil;
    },
    whenOver: (action, signal) => {
      const wait = async () => {
        await pauseFor(Math.max(0, holdUntil - now()), signal);
        if (!signal.aborted) action();
      };
      void wait();
    },
  };
}
