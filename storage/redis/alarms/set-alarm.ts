import { Queue } from 'bullmq';
import { AppError } from '../../../errors.ts';
import type { StreamId } from '../../model.ts';
import type { AlarmKind } from '../../store.ts';
import { createJobsConnections, jobsPrefix } from '../jobs/resolve-queue.ts';
import { within } from '../jobs/within.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type AlarmJobData, alarmJobId, alarmName, alarmsQueueName } from './alarm-job.ts';

/** The setting side of the alarms. */
export interface AlarmSetter {
  set(streamId: StreamId, kind: AlarmKind, dueAt: number): Promise<void>;
  clear(streamId: StreamId, kind: AlarmKind): Promise<void>;
  close(): Promise<void>;
}

/** How long BullMQ may take: it waits for ever when Redis is away. */
const acceptLimitMs = 5_000;
const closeLimitMs = 1_000;

/**
 * Opens the setting side. Which job is the alarm's present one stands in a hash: one that is superseded is removed, or, when it rings
 * already, looks and finds nothing due.
 */
export function createAlarmSetter(link: RedisLink): AlarmSetter {
  const connections = createJobsConnections(link);
  const prefix = jobsPrefix(link);
  const presentKey = `${prefix}:alarms-present`;
  const queue = new Queue<AlarmJobData>(alarmsQueueName, { connection: connections.open(), prefix });
  const note = (error: unknown) => link.log.debug({ err: error }, 'alarms');
  queue.on('error', note);
  const late = () => new AppError('redis-unavailable', 'Redis did not take the alarm', { retryAfterMs: 1_000 });

  /** Removes a superseded job; not one that rings. */
  async function drop(jobId: string | null): Promise<void> {
    if (jobId !== null) await queue.remove(jobId);
  }

  async function replace(alarm: AlarmJobData, dueAt: number): Promise<void> {
    const jobId = alarmJobId(alarm, dueAt);
    const name = alarmName(alarm);
    // The new one first: whatever happens in between, an alarm is there.
    const delay = Math.max(0, dueAt - Date.now());
    await queue.add(alarm.kind, alarm, { jobId, delay, removeOnComplete: true, removeOnFail: true });
    const before = await link.call((redis) => redis.hget(presentKey, name));
    await link.call((redis) => redis.hset(presentKey, name, jobId));
    if (before !== jobId) await drop(before);
  }

  async function clear(alarm: AlarmJobData): Promise<void> {
    const name = alarmName(alarm);
    const before = await link.call((redis) => redis.hget(presentKey, name));
    await link.call((redis) => redis.hdel(presentKey, name));
    await drop(before);
  }

  return {
    set: (streamId, kind, dueAt) => within(replace({ streamId, kind }, dueAt), acceptLimitMs, late),
    clear: (streamId, kind) => within(clear({ streamId, kind }), acceptLimitMs, late),
    async close() {
      connections.giveUp();
      await within(queue.close(), closeLimitMs, () => new AppError('timeout', 'BullMQ did not close')).catch(note);
      connections.disconnect();
    },
  };
}
