import type { Config } from '../config.ts';
import type { ErrorTally } from '../error-tally.ts';
import type { Logger } from '../log.ts';

/** What every service is started with. `args`: what stood behind its name on the command line. */
export interface ServiceContext {
  readonly config: Config;
  readonly log: Logger;
  /** Of what is logged. */
  readonly errors: ErrorTally;
  readonly args: readonly string[];
}

/** A running service. */
export interface RunningService {
  close(): Promise<void>;
}

/** Starts a service; resolves when it serves. */
export type StartService = (context: ServiceContext) => Promise<RunningService>;

/** Ends the process when closing hangs: state is durable at every moment, so nothing is lost. */
const closeLimitMs = 2_800;

/**
 * Waits for SIGINT, SIGTERM, or the death of the supervisor (its IPC channel closes), then closes the service and ends the process.
 * A second signal changes nothing; the process ends with 0, or 1 when closing fails or takes longer than 2.8 s.
 */
export async function runUntilStopped(service: RunningService, log: Logger): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
  const limit = setTimeout(() => {
    log.warn({ closeLimitMs }, 'closing takes too long; ending now');
    process.exit(1);
  }, closeLimitMs);
  await service.close();
  clearTimeout(limit);
  process.exit(0);
}

/** Tells the supervisor, if there is one, that the service serves. `environment`: variables for the services after it. */
export function reportReady(environment?: Readonly<Record<string, string>>): void {
  process.send?.({ type: 'ready', ...(environment === undefined ? {} : { environment }) });
}
