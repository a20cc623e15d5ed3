import type { StreamId } from '../../storage/model.ts';

/** Spreads edits of cards over time: bursts of three, on the long run one every 5 s. */
export interface Pace {
  /** Calls `edit` now, or when the next edit is due; calls until then are one. `mayPost` of any of them counts. */
  whenDue(streamId: StreamId, mayPost: boolean, edit: (mayPost: boolean) => void): void;
  /** An edit is made now. */
  use(streamId: StreamId): void;
  /** Forgets what is waiting. */
  close(): void;
}

const burst = 3;
const windowMs = 15_000;

/** Creates the pace of all cards. `now`: unix time in milliseconds. */
export function createPace(now: () => number): Pace {
  const recent = new Map<StreamId, number[]>();
  const waiting = new Map<StreamId, { readonly timer: NodeJS.Timeout; mayPost: boolean }>();

  /** The times of edits within the window. */
  const fresh = (streamId: StreamId) => {
    const times = (recent.get(streamId) ?? []).filter((at) => now() - at < windowMs);
    if (times.length === 0) recent.delete(streamId);
    else recent.set(streamId, times);
    return times;
  };

  return {
    whenDue(streamId, mayPost, edit) {
      // The card is drawn when the edit is made, so one edit does for all that happened until then.
      const waits = waiting.get(streamId);
      if (waits !== undefined) {
        waits.mayPost ||= mayPost;
        return;
      }
      const times = fresh(streamId);
      if (times.length < burst) return edit(mayPost);
      const timer = setTimeout(
        () => {
          const due = waiting.get(streamId);
          waiting.delete(streamId);
          edit(due?.mayPost ?? mayPost);
        },
        // When the oldest of them leaves the window.
        Math.max(0, (times[0] ?? 0) + windowMs - now()),
      );
      waiting.set(streamId, { timer, mayPost });
    },
    use: (streamId) => {
      recent.set(streamId, [...fresh(streamId), now()]);
    },
    close() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
