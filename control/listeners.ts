import type { Listeners, StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';

/** Name of the note in which the player says who listens (see {@link Listeners}). */
const noteName = 'listeners';

/**
 * Who listens to a stream, as its player last said; null when that is not known.
 * @throws AppError `redis-unavailable`.
 */
export function readListeners({ notes }: Pick<RealtimeStore, 'notes'>, streamId: StreamId): Promise<Listeners | null> {
  return notes.get<Listeners>(streamId, noteName);
}

/** How many votes skip a track: the share of the listeners, at least two; two as well when their number is not known. */
export function votesNeeded(listeners: number | null, sharePercent: number): number {
  return Math.max(2, Math.ceil(((listeners ?? 0) * sharePercent) / 100));
}
