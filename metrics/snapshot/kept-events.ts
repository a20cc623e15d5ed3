import type { LiveEvent } from './live-event.ts';

/** The latest events, for those who were away. */
export interface KeptEvents {
  /** The number of the latest event that came; 0: none. */
  readonly head: number;
  /**
   * Begins anew: everything after `floor` will be added.
   */
  reset(floor: number): void;
  add(event: LiveEvent): void;
  /** Puts an event in the place of the one with the same number, if that is kept still. */
  replace(event: LiveEvent): void;
  /**
   * What came after `since`, in order; null: some of it is not kept any more. Of `track.progress` only the latest of each stream is kept: the
   * others are of no use to anybody who comes later.
   */
  after(since: number): readonly LiveEvent[] | null;
}

/** As many as the log in Redis holds. */
const defaultLimit = 10_000;

/** Creates it, empty. `limit`: how many events are kept, default 10,000. */
export function createKeptEvents(limit = defaultLimit): KeptEvents {
  // In the order of their numbers, as they are added in it.
  const events = new Map<number, LiveEvent>();
  const progress = new Map<number, number>();
  let floor = 0;
  let head = 0;

  return {
    get head() {
      return head;
    },
    reset(newFloor) {
      events.clear();
      progress.clear();
      floor = newFloor;
      head = Math.max(head, newFloor);
    },
    add(live) {
      const { seq, event } = live;
      head = Math.max(head, seq);
      events.set(seq, live);
      if (event.type === 'track.progress') {
        events.delete(progress.get(event.streamId) ?? -1);
        progress.set(event.streamId, seq);
      }
      if (event.type === 'stream.ended') progress.delete(event.streamId);
      if (events.size <= limit) return;
      const [oldest] = events.keys();
      if (oldest === undefined) return;
      events.delete(oldest);
      floor = oldest;
    },
    replace(live) {
      if (events.has(live.seq)) events.set(live.seq, live);
    },
    after(since) {
      if (since < floor) return null;
      // Mostly the last few are asked for, but a Map can only be walked from its beginning: ten thousand steps take some 50 µs.
      return [...events.values()].filter(({ seq }) => seq > since);
    },
  };
}
