import { Worker } from 'bullmq';
import { AppError } from '../../../errors.ts';
import type { Resolution } from '../../model.ts';
import type { ResolveRequest } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type JobOutcome, outcomeOfError } from './job-outcome.ts';
import type { ResolveJobData } from './request-resolution.ts';
import { createJobsConnections, jobsPrefix, resolveQueueName } from './resolve-queue.ts';
import { within } from './within.ts';

/** Does what a request asks for; to be ended early by the signal. */
export type ResolveWork = (job: ResolveRequest, signal: AbortSignal) => Promise<Resolution>;

/** A player that died in the middle is noticed after at most about twice this. */
const lockDurationMs = 3_000;
const closeLimitMs = 2_000;

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
    async ({ data: { expiresAt, ...job } }) => runJob(job, expiresAt, work, closing.signal),
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
  job: ResolveRequest,
  expiresAt: number,
  work: ResolveWork,
  closing: AbortSignal,
): Promise<JobOutcome> {
  const leftMs = expiresAt - Date.now();
  const expired = new AppError('timeout', 'the request had expired');
  if (leftMs <= 0) return outcomeOfError(expired);
  const signal = AbortSignal.any([closing, AbortSignal.timeout(leftMs)]);
  const called = calledOff(closing);
  try {
    // Work that does not obey its signal must not hold up the close.
    const resolution = await Promise.race([work(job, signal), called.promise]);
    return { type: 'resolution', resolution };
  } catch (error) {
    // Thrown, it is tried again, by another player; anything else is the answer.
    if (closing.aborted) throw new AppError('aborted', 'this player is closing', { cause: error });
    return outcomeOfError(error);
  } finally {
    called.forget();
  }
}

function calledOff(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let onAbort: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
