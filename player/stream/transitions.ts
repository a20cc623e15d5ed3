import { randomUUID } from 'node:crypto';
import type { AppError } from '../../errors.ts';
import type { Playback, QueueItem, StreamId, TrackOutcome } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { reasonOf } from './may-pass.ts';
import type { Announced, StreamReporter } from './stream-reporter.ts';

/** Steps from one track to the next: in Redis, exactly once, then told. All throw AppError `redis-unavailable`, `lease-lost`. */
export interface Transitions {
  /** Takes the head of the queue as current when nothing is; gives what is current then. */
  begin(playback: Playback): Promise<Playback>;
  /**
   * The track ended by itself, or failed with `error`; gives what is current after it. Repeated after a break in between it does what
   * was left undone: only the telling may then be double.
   */
  end(track: Announced, end: { readonly error: AppError | null; readonly playedMs: number }): Promise<Playback>;
  /** Somebody else ended it: that is only told. */
  tellCut(track: Announced, outcome: TrackOutcome, playedMs: number): Promise<void>;
}

/** What transitions need. `fence`: the lease's number now. */
export interface TransitionsOptions {
  readonly streamId: StreamId;
  readonly store: Pick<RealtimeStore, 'playback'>;
  readonly report: StreamReporter;
  readonly fence: () => number;
}

/** Creates the transitions of one stream. */
export function createTransitions({ streamId, store, report, fence }: TransitionsOptions): Transitions {
  function advance(generation: number, outcome: TrackOutcome, how: { reason: string | null; operation: string }) {
    const step = { expectedGeneration: generation, outcome, reason: how.reason, fence: fence() };
    return store.playback.advance(streamId, step, how.operation);
  }

  return {
    // Each time another operation: one that finds the queue empty after all is remembered, and is not to stand for the next.
    begin: async ({ generation }) =>
      (await advance(generation, 'finished', { reason: null, operation: randomUUID() })).playback,
    end: async (track, { error, playedMs }) => {
      const wish = error === null ? 'finished' : 'failed';
      // The same for the same step, however often this player repeats it.
      const operation = `${streamId}.advance.${track.generation}.${fence()}`;
      const { type, playback } = await advance(track.generation, wish, { reason: error && reasonOf(error), operation });
      // Somebody was faster: what they said of it stands in the history.
      const outcome = type === 'stale' ? endOf(track, playback) : wish;
      if (error !== null && outcome === 'failed') await report.trackFailed(track, error);
      await report.trackEnded(track, outcome, playedMs);
      return playback;
    },
    tellCut: (track, outcome, playedMs) => report.trackEnded(track, outcome, playedMs),
  };
}

/** How the track of an older generation ended. */
export function endOf({ generation }: { readonly generation: number }, playback: Playback): TrackOutcome {
  const isLast = playback.generation === generation + 1;
  return (isLast && playback.endedOutcome) || 'skipped';
}

/** A track of a playback as events name it. */
export function announced(
  { sessionId, generation }: { readonly sessionId: string; readonly generation: number },
  item: QueueItem,
): Announced {
  return { sessionId, generation, item };
}
