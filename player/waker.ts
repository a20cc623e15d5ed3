/**
 * A loop's alarm clock: `wait` sleeps until the time is over, somebody calls `wake`, or the signal aborts.
 */
export interface Waker {
  /** Ends the present wait, or the next one at once when nobody waits now: no call is lost. */
  wake(): void;
  /** Never rejects: after it the loop looks at its signal. Milliseconds. One caller at a time. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Creates a {@link Waker}. It holds a timer only while somebody waits. */
export function createWaker(): Waker {
  let isPending = false;
  let end: (() => void) | null = null;
  return {
    wake: () => {
      isPending = true;
      end?.();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (isPending || signal.aborted) {
          isPending = false;
          resolve();
          return;
        }
        const finish = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          isPending = false;
          end = null;
          resolve();
        };
        const timer = setTimeout(finish, ms);
        signal.addEventListener('abort', finish, { once: true });
        end = finish;
      }),
  };
}

/** Sleeps; resolves early, without an error, when the signal aborts. Milliseconds. */
export function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return createWaker().wait(ms, signal);
}
