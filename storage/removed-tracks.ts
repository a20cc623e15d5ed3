import type { TrackSource } from './model.ts';

/** A track that was deleted: players take it out of their caches. `removedAt`: Unix milliseconds. */
export interface RemovedTrack {
  readonly trackId: string;
  readonly source: TrackSource;
  readonly removedAt: number;
}

/** Deleted tracks, for all players, also those that are away: the latest 10,000 or so are kept. */
export interface RemovedTracks {
  tell(removed: RemovedTrack): Promise<void>;
  /** All that are kept, the oldest first, and then each as it comes. A player may hear of one any number of times. */
  follow(signal: AbortSignal): AsyncIterable<RemovedTrack>;
}
