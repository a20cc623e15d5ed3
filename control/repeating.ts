import type { Logger } from '../log.ts';

/** Something that is done again and again. */
export interface Repeating {
  /** Ends it; resolves when what is under way is done. */
  close(): Promise<void>;
}

/** What is done, and how often. `what` names it in the log. */
export interface RepeatingOptions {
  readonly everyMs: number;
  readonly what: string;
  readonly work: () => Promise<void>;
  readonly log: Logger;
}

/** Does it now and then every `everyMs`, never twice at a time. What fails is logged and done again at its next time. */
export function startRepeating({ everyMs, what, work, log }: RepeatingOptions): Repeating {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= work()
      .catch((error: unknown) => log.warn({ err: error }, `${what} failed`))
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(run, everyMs);
  timer.unref();
  run();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
