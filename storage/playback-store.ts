import type { EventBody } from './events.ts';
import type { HistoryEntry, Playback, QueueItem, StreamId, TrackOutcome } from './model.ts';
import type { OperationId } from './queue-store.ts';

/** Result of a step to the next item; `stale`: the generation named is no longer the present one, nothing changed. */
export type Advanced =
  | { readonly type: 'advanced'; readonly ended: QueueItem | null; readonly playback: Playback }
  | { readonly type: 'stale'; readonly playback: Playback };

/** Result of a seek; `stale`: the generation named is no longer the present one, or nothing is current; nothing changed. */
export interface Sought {
  readonly type: 'sought' | 'stale';
  readonly playback: Playback;
}

/** Guards a write by the owner of a lease: refused with AppError `lease-lost` when a newer fence has written. */
export interface Fenced {
  readonly fence: number;
}

/** What each stream should be doing, in Redis. The chat side writes wishes; only the owning player writes positions. */
export interface PlaybackStore {
  read(streamId: StreamId): Promise<Playback>;
  /** Streams that should be on the air. */
  listOn(): Promise<readonly StreamId[]>;
  /** Turns the stream on with a new session; no change when it is on already (`isNew` false). Publishes `stream.started`. */
  start(
    streamId: StreamId,
    by: { readonly sessionId: string; readonly userId: number },
    operation: OperationId,
  ): Promise<{ readonly isNew: boolean; readonly playback: Playback }>;
  /**
   * Turns it off; queue, current item and position are kept. Publishes `stream.ended` with the reason. null when it was off.
   */
  stop(
    streamId: StreamId,
    end: { readonly endReason: 'auto-end' | 'manual' | 'error'; readonly detail: string | null },
    operation: OperationId,
  ): Promise<Playback | null>;
  /**
   * Ends the current item (if any) and takes the head of the queue as current (null when empty); generation + 1.
   * `count` (default 1) > 1 leaves out that many less one from the head of the queue as well. Loop (settings): a finished item plays
   * again (track; it is not history yet), or goes to the tail (queue; skipped ones too). The ended item goes to the history with its
   * outcome and `reason`; one that repeats itself stands there once.
   * Exactly once: nothing happens unless `expectedGeneration` is the present generation. Publishes `queue.changed` when an item was taken.
   */
  advance(
    streamId: StreamId,
    step: {
      readonly expectedGeneration: number;
      readonly outcome: TrackOutcome;
      readonly fence: number | null;
      readonly reason?: string | null;
      readonly count?: number;
    },
    operation: OperationId,
  ): Promise<Advanced>;
  /**
   * The last item of the history that did not fail becomes current again (and leaves the history, and the queue when loop had put it
   * there); the current one returns to the front of the queue; `none`: there is no such item. Publishes `queue.changed`.
   */
  previous(
    streamId: StreamId,
    step: { readonly expectedGeneration: number },
    operation: OperationId,
  ): Promise<Advanced | { readonly type: 'none' }>;
  /** What was current, the latest first; the last 50 are kept. */
  history(streamId: StreamId, limit: number): Promise<readonly HistoryEntry[]>;
  /** Counts a person's vote to skip the item of that generation, once; `stale`: another one plays. */
  vote(
    streamId: StreamId,
    ballot: { readonly generation: number; readonly userId: number },
  ): Promise<{ readonly type: 'counted'; readonly userIds: readonly number[] } | { readonly type: 'stale' }>;
  setPaused(streamId: StreamId, isPaused: boolean, operation: OperationId): Promise<Playback>;
  /** Sets where the current item goes on (`positionMs` ≥ 0; the owner keeps it within the track); `seekSerial` + 1. */
  seek(
    streamId: StreamId,
    step: { readonly positionMs: number; readonly expectedGeneration: number },
    operation: OperationId,
  ): Promise<Sought>;
  /**
   * The owner's report, several times a second at most; ignored when `generation` is stale, or `seekSerial` (the one that the owner
   * has carried out): without it a report that crosses a seek would undo the seek.
   */
  reportPosition(
    streamId: StreamId,
    report: Fenced & { readonly generation: number; readonly positionMs: number; readonly seekSerial?: number },
  ): Promise<void>;
  /** What the player sees (call state and problem), for the surfaces. Publishes `stream.state` when it differs. */
  reportState(streamId: StreamId, report: Fenced & Extract<EventBody, { type: 'stream.state' }>['data']): Promise<void>;
  readState(streamId: StreamId): Promise<Extract<EventBody, { type: 'stream.state' }>['data']>;
}
