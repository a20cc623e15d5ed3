import { AppError } from '../errors.ts';

/** A bounded number of places for heavy work, given out in the order of asking. */
export interface JobSlots {
  /**
   * Waits for a place; call the result once to give it back.
   * @throws AppError `aborted`.
   */
  acquire(signal: AbortSignal): Promise<() => void>;
}

/** Creates `count` places. */
export function createJobSlots(count: number): JobSlots {
  let free = count;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    // The place passes straight on, so that nobody who comes later slips in between.
    if (next === undefined) free += 1;
    else next();
  }

  return {
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        const grant = () => {
          signal.removeEventListener('abort', leave);
          resolve(release);
        };
        const leave = () => {
          const at = waiting.indexOf(grant);
          if (at >= 0) waiting.splice(at, 1);
          reject(new AppError('aborted', 'no longer waiting for a place', { cause: signal.reason }));
        };
        if (signal.aborted) return leave();
        if (free > 0) {
          free -= 1;
          return resolve(release);
        }
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(grant);
      }),
  };
}
