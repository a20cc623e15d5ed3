import { type Job, Worker } from 'bullmq';
import { AppError } from '../../../errors.ts';
import type { FetchProgress, ResolveJobs } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type JobOutcome, outcomeOfError } from './job-outcome.ts';
import type { ResolveJobData } from './request-resolution.ts';
import { createJobsConnections, jobsPrefix, resolveQueueName } from './resolve-queue.ts';
import { within } from './within.ts';

/** Does what a request asks for; to be ended early by the signal. */
export type ResolveWork = Parameters<ResolveJobs['serve']>[0];

/** A player that died in the middle is noticed after at most about twice this. */
const lockDurationMs = 3_000;
const closeLimitMs = 2_000;
const progressEveryMs = 1_000;

/** Runs `work` for each request until closed. A request that is under way then goes to another player. */
export function serveResolutions(
  link: RedisLink,
  work: ResolveWork,
  { concurrency }: { readonly concurrency: number },
): { close(): Promise<void> } {
  const connections = createJobsConnections(link);
  const closing = new AbortController();
  const worker = new Worker<ResolveJobData, JobOutcome>(
    resolveQueueName,
    async (job) =>
      runJob(job, work, closing.signal, (progress) => {
        // A courtesy: the answer comes in any case.
        job
          .updateProgress({ ...progress })
          .catch((error: unknown) => link.log.debug({ err: error }, 'resolve progress'));
      }),
    {
      connection: connections.open(),
      prefix: jobsPrefix(link),
      concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: lockDurationMs,
      maxStalledCount: 3,
    },
  );
  worker.on('error', (error) => link.log.debug({ err: error }, 'resolve worker'));

  return {
    async close() {
      closing.abort();
      connections.giveUp();
      const late = () => new AppError('timeout', 'BullMQ did not close');
      await within(worker.close(), closeLimitMs, late).catch((error) =>
        link.log.debug({ err: error }, 'resolve worker'),
      );
      connections.disconnect();
    },
  };
}

async function runJob(
  { data: { expiresAt, ...job } }: Job<ResolveJobData, JobOutcome>,
  work: ResolveWork,
  closing: AbortSignal,
  tell: (progress: FetchProgress) => void,
): Promise<JobOutcome> {
  const leftMs = expiresAt - Date.now();
  const expired = new AppError('timeout', 'the request had expired');
  if (leftMs <= 0) return outcomeOfError(expired);
  const signal = AbortSignal.any([closing, AbortSignal.timeout(leftMs)]);
  const called = calledOff(closing);
  try {
    // Work that does not obey its signal must not hold up the close.
    const resolution = await Promise.race([work(job, signal, throttled(tell)), called.promise]);
    return { type: 'resolution', resolution };
  } catch (error) {
    // Thrown, it is tried again, by another player; anything else is the answer.
    if (closing.aborted) throw new AppError('aborted', 'this player is closing', { cause: error });
    return outcomeOfError(error);
  } finally {
    called.forget();
  }
}

/** Lets one through in a second: each is a write to the disk. */
function throttled(tell: (progress: FetchProgress) => void): (progress: FetchProgress) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (performance.now() - toldAt < progressEveryMs) return;
    toldAt = performance.now();
    tell(progress);
  };
}

function calledOff(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let onAbort: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
