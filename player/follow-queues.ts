import type { RealtimeStore } from '../storage/store.ts';
import type { Ownership } from './stream/ownership.ts';

/** What {@link followQueues} needs. */
export interface FollowQueuesOptions {
  readonly store: Pick<RealtimeStore, 'events'>;
  readonly ownership: Pick<Ownership, 'get'>;
  readonly signal: AbortSignal;
}

/**
 * Wakes the streams of this player whose queue changed, so that the right next track is prepared in time; until the signal aborts.
 */
export async function followQueues({ store, ownership, signal }: FollowQueuesOptions): Promise<void> {
  for await (const event of store.events.follow({ signal })) {
    if (event.type === 'queue.changed') ownership.get(event.streamId)?.wake();
  }
}
