import type { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { pauseFor } from '../waker.ts';

/** What counts tries. */
export interface TriesOptions {
  /** Waits before the second, third … try, milliseconds: there is one try more than there are waits. */
  readonly waitsMs: readonly number[];
  /** Whether trying again may help. */
  readonly mayPass: (error: AppError) => boolean;
  readonly log: Logger;
}

/** The tries of something that fails for passing reasons as well. */
export interface Tries {
  /** After a failure: waits until the next try is due. False: there is none left, none would help, or the signal aborted. */
  wait(error: AppError, signal: AbortSignal): Promise<boolean>;
  /** It works: they begin anew. */
  reset(): void;
}

/** Begins with the first try under way. */
export function createTries({ waitsMs, mayPass, log }: TriesOptions): Tries {
  let used = 0;
  return {
    wait: async (error, signal) => {
      const waitMs = waitsMs[used];
      if (waitMs === undefined || signal.aborted || !mayPass(error)) return false;
      used += 1;
      log.info({ err: error, waitMs, tries: used }, 'trying again');
      await pauseFor(waitMs, signal);
      return !signal.aborted;
    },
    reset: () => {
      used = 0;
    },
  };
}
