/**
 * Counts tracks that failed in a row, and stops playback when there are too many: no busy loop through a dead queue. It goes on when
 * somebody steps in or adds something.
 */
export interface StallGuard {
  /** Tracks that failed since the last one that played, or since somebody stepped in. */
  readonly failedInRow: number;
  readonly isStalled: boolean;
  /** The track of that generation failed; counted once. */
  failed(generation: number): void;
  /** A track began to play, or a person stepped in. */
  reset(): void;
  /** `version` of the queue as read now. Gives whether it differs from the one at the stall: something was added, so on it goes. */
  isLiftedBy(version: number): boolean;
  /** Calls `tell` when the stream is stalled, once for each stall; again when `tell` failed. */
  tellOnce(tell: (failedInRow: number) => Promise<void>): Promise<void>;
}

/** So many failures in a row stall a stream. */
export const failuresMax = 3;

/** Creates a guard that has seen nothing fail. */
export function createStallGuard(): StallGuard {
  let failedInRow = 0;
  let lastFailed: number | null = null;
  /** Of the queue, when it was first read after the stall. */
  let stalledVersion: number | null = null;
  let isTold = false;

  const isStalled = () => failedInRow >= failuresMax;
  const reset = () => {
    failedInRow = 0;
    stalledVersion = null;
    isTold = false;
  };
  return {
    get failedInRow() {
      return failedInRow;
    },
    get isStalled() {
      return isStalled();
    },
    failed: (generation) => {
      if (generation === lastFailed) return;
      lastFailed = generation;
      failedInRow += 1;
    },
    reset,
    isLiftedBy: (version) => {
      if (!isStalled()) return false;
      stalledVersion ??= version;
      if (version === stalledVersion) return false;
      reset();
      return true;
    },
    tellOnce: async (tell) => {
      if (!isStalled() || isTold) return;
      await tell(failedInRow);
      isTold = true;
    },
  };
}
