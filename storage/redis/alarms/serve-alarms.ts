import { DelayedError, type Job, Worker } from 'bullmq';
import { AppError } from '../../../errors.ts';
import type { Alarms } from '../../store.ts';
import { createJobsConnections, jobsPrefix } from '../jobs/resolve-queue.ts';
import { within } from '../jobs/within.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type AlarmJobData, alarmsQueueName } from './alarm-job.ts';

/** Alarms that are handled side by side: each waits for an answer from a player. */
const concurrency = 50;
/**
 * A process that died in the middle is noticed after at most about twice this. Should one only stand still for so long, an alarm rings
 * twice, which does no harm.
 */
const lockDurationMs = 1_000;
/** After an error it rings again this much later. */
const retryMs = 1_000;
const closeLimitMs = 2_000;

/** Handles the alarms that ring until closed; one that is under way then rings again elsewhere. */
export function serveAlarms(link: RedisLink, handle: Parameters<Alarms['serve']>[0]): ReturnType<Alarms['serve']> {
  const connections = createJobsConnections(link);
  const worker = new Worker<AlarmJobData>(
    alarmsQueueName,
    async (job, token) => {
      const again = await ring(job, handle, link);
      if (again === null) return;
      await job.moveToDelayed(Math.max(again, Date.now() + 1), token);
      throw new DelayedError();
    },
    {
      connection: connections.open(),
      prefix: jobsPrefix(link),
      concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: lockDurationMs / 2,
      // A process may die as often as it likes: the alarm goes on ringing.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
    },
  );
  worker.on('error', (error) => link.log.debug({ err: error }, 'alarms'));
  return {
    async close() {
      connections.giveUp();
      const late = () => new AppError('timeout', 'BullMQ did not close');
      await within(worker.close(), closeLimitMs, late).catch((error) => link.log.debug({ err: error }, 'alarms'));
      connections.disconnect();
    },
  };
}

/** When it shall ring again; null: done. */
async function ring(
  { data: { streamId, kind } }: Job<AlarmJobData>,
  handle: Parameters<Alarms['serve']>[0],
  { log }: RedisLink,
): Promise<number | null> {
  try {
    return await handle(streamId, kind);
  } catch (error) {
    log.warn({ err: error, streamId, kind }, 'an alarm could not be handled');
    return Date.now() + retryMs;
  }
}
