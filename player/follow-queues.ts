import type { RealtimeStore } from '../storage/store.ts';
import type { Ownership } from './stream/ownership.ts';

/** What {@link followQueues} needs. */
export interface FollowQueuesOptions {
  readonly store: Pick<RealtimeStore, 'events'>;
  readonly ownership: Pick<Ownership, 'get'>;
  readonly signal: AbortSignal;
}

/**
 * Has the streams of this player look whose queue or settings changed, so that the right next track is prepared in time, and leaves those
 * that have moved to another id; until the signal aborts.
 */
export async function followQueues({ store, ownership, signal }: FollowQueuesOptions): Promise<void> {
  for await (const event of store.events.follow({ signal })) {
    const stream = ownership.get(event.streamId);
    if (event.type === 'queue.changed' || event.type === 'settings.changed') stream?.look();
    else if (event.type === 'stream.migrated') stream?.leave();
  }
}
