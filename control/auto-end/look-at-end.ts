import type { Audience, StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { type AutoEndDefault, autoEndOf, type PlannedEnd, planEnd } from './auto-end.ts';

/** A stream that nobody listens to, with its end. */
export interface ComingEnd extends PlannedEnd {
  readonly audience: Audience;
}

/**
 * When a stream ends by itself, as everything stands now; null: it does not.
 * @throws AppError `redis-unavailable`.
 */
export async function lookAtEnd(
  { settings, audience }: Pick<RealtimeStore, 'settings' | 'audience'>,
  streamId: StreamId,
  installation: AutoEndDefault,
): Promise<ComingEnd | null> {
  const [set, heard] = await Promise.all([settings.read(streamId), audience.read(streamId)]);
  const planned = planEnd(autoEndOf(set, installation), heard);
  return planned === null || heard === null ? null : { ...planned, audience: heard };
}
