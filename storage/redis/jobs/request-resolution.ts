import { randomUUID } from 'node:crypto';
import { type Job, Queue, QueueEvents } from 'bullmq';
import { AppError } from '../../../errors.ts';
import type { FetchProgress, ResolveJobs, ResolveRequest } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type JobOutcome, openOutcome } from './job-outcome.ts';
import { createJobsConnections, jobsPrefix, resolveQueueName } from './resolve-queue.ts';
import { within } from './within.ts';

/** A job's data. `expiresAt`: Unix milliseconds after which nobody waits for the answer. */
export interface ResolveJobData extends ResolveRequest {
  readonly expiresAt: number;
}

type ResolveJob = Job<ResolveJobData, JobOutcome>;

/** The asking side of the resolve queue. */
export interface ResolveRequester {
  request: ResolveJobs['request'];
  close(): Promise<void>;
}

/** How long BullMQ may take to accept a job: it waits for ever when Redis is away. */
const acceptLimitMs = 5_000;
/** Finished jobs stay this long, so that an answer that came before the question about it is still found. */
const keptSeconds = 60;
/** About how many events of the queue are kept; all are read once, at the first request. */
const keptEvents = 500;
const closeLimitMs = 1_000;

/** Opens the asking side. */
export function createResolveRequester(link: RedisLink): ResolveRequester {
  const connections = createJobsConnections(link);
  const prefix = jobsPrefix(link);
  const queue = new Queue<ResolveJobData, JobOutcome>(resolveQueueName, {
    connection: connections.open(),
    prefix,
    streams: { events: { maxLen: keptEvents } },
  });
  // From the beginning, not from "now" (BullMQ's default): an answer that comes between the question whether the job is finished and
  // the first blocking read, or between two of those, would be missed, and the person would wait until the time is up.
  const events = new QueueEvents(resolveQueueName, { connection: connections.open(), prefix, lastEventId: '0' });
  const note = (error: unknown) => link.log.debug({ err: error }, 'resolve queue');
  queue.on('error', note);
  // Every request that waits listens for the end of the queue.
  queue.setMaxListeners(0);
  events.setMaxListeners(0);
  events.on('error', note);

  async function accept(job: ResolveRequest, timeoutMs: number): Promise<ResolveJob> {
    const data = { ...job, expiresAt: Date.now() + timeoutMs };
    const added = queue.add('resolve', data, {
      jobId: randomUUID(),
      // Another player does it when one is closed in the middle.
      attempts: 3,
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    });
    return within(
      added,
      Math.min(acceptLimitMs, timeoutMs),
      () => new AppError('redis-unavailable', 'Redis did not take the resolve request', { retryAfterMs: 1_000 }),
    );
  }

  return {
    async request(job, timeoutMs, { onFetched, beginWithinMs = timeoutMs } = {}) {
      const startedAt = performance.now();
      const accepted = await accept(job, timeoutMs);
      const leftMs = Math.max(1, timeoutMs - (performance.now() - startedAt));
      const onProgress = ({ jobId, data }: { readonly jobId: string; readonly data: unknown }) => {
        // Only our own workers write there.
        if (jobId === accepted.id) onFetched?.(data as FetchProgress);
      };
      events.on('progress', onProgress);
      const begun = Promise.withResolvers<void>();
      const onActive = ({ jobId }: { readonly jobId: string }) => {
        if (jobId === accepted.id) begun.resolve();
      };
      events.on('active', onActive);
      const finished = accepted.waitUntilFinished(events) as Promise<JobOutcome>;
      try {
        const late = (what: string, ms: number) => () => new AppError('timeout', `${what} within ${ms} ms`);
        // Whether anybody is there shows soon; how long the work takes is another matter.
        const beginning = within(begun.promise, beginWithinMs, late('no player took the request', beginWithinMs));
        const done = within(finished, leftMs, late('no player resolved the request', timeoutMs));
        await Promise.race([beginning, done]);
        return openOutcome(await done);
      } catch (cause) {
        // Once begun it cannot be removed; it ends by itself at its time.
        accepted.remove().catch(note);
        if (cause instanceof AppError) throw cause;
        throw new AppError('internal', 'the resolve request failed', { cause });
      } finally {
        // Nobody waits for it any more.
        begun.resolve();
        events.off('progress', onProgress);
        events.off('active', onActive);
      }
    },
    async close() {
      connections.giveUp();
      const closed = Promise.all([queue.close(), events.close()]).then(() => undefined);
      const late = () => new AppError('timeout', 'BullMQ did not close');
      await within(closed, closeLimitMs, late).catch(note);
      connections.disconnect();
    },
  };
}
