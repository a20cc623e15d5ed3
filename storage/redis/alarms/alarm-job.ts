import type { StreamId } from '../../model.ts';
import type { AlarmKind } from '../../store.ts';

/** The name of the BullMQ queue of alarms. */
export const alarmsQueueName = 'alarms';

/** What an alarm's job carries. */
export interface AlarmJobData {
  readonly streamId: StreamId;
  readonly kind: AlarmKind;
}

/**
 * The id of a job. It names the time as well: a job that rings at this moment cannot be replaced, and one of the same id would be
 * ignored, so that a new time could get lost.
 */
export function alarmJobId({ streamId, kind }: AlarmJobData, dueAt: number): string {
  return `${alarmName({ streamId, kind })}.${Math.round(dueAt)}`;
}

/** The name of an alarm, of which there is one at a time. */
export function alarmName({ streamId, kind }: AlarmJobData): string {
  return `${kind}.${streamId}`;
}
