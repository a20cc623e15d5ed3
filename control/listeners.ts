import type { Listeners, StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';

/**
 * Who listens to a stream, as its player last said; null when that is not known.
 * @throws AppError `redis-unavailable`.
 */
export function readListeners(
  { audience }: Pick<RealtimeStore, 'audience'>,
  streamId: StreamId,
): Promise<Listeners | null> {
  return audience.read(streamId);
}

/** How many votes skip a track: the share of the listeners, at least two; two as well when their number is not known. */
export function votesNeeded(listeners: number | null, sharePercent: number): number {
  return Math.max(2, Math.ceil(((listeners ?? 0) * sharePercent) / 100));
}
