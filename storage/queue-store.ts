import type { Queue, QueueItem, StreamId } from './model.ts';

/**
 * Every write carries an operation id; the same id again changes nothing and gives the first result (of an edit of more than 100 items
 * without those that cannot come back by an undo any more).
 */
export type OperationId = string;

/** Where items go: behind the last, or before the first. */
export type Place = 'end' | 'front';

/** Result of an add: 1-based positions of the first and last item added, and the queue's length and version after it. */
export interface Added {
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly length: number;
  readonly version: number;
}

/** Result of a removal or a move; `none`: no such position or item (the queue is unchanged; `length` tells the range). */
export type Edited =
  | { readonly type: 'done'; readonly items: readonly QueueItem[]; readonly length: number; readonly version: number }
  | { readonly type: 'none'; readonly length: number };

/** Result of an add with limits; `over-limit`: the person has `present` items waiting already, nothing was added. */
export type Offered =
  | ({ readonly type: 'added' } & Added)
  | { readonly type: 'over-limit'; readonly limit: number; readonly present: number };

/** How an item joins a queue with rules. `isFair`: the people who add take turns (`place` front overrides it). */
export interface OfferRules {
  readonly place: Place;
  readonly perUserLimit: number | null;
  readonly isFair: boolean;
}

/** Result of an undo: which edit was taken back and the items it was about. */
export type Undone =
  | {
      readonly type: 'undone';
      readonly edit: 'add' | 'remove' | 'move' | 'clear' | 'shuffle';
      readonly items: readonly QueueItem[];
      readonly length: number;
      readonly version: number;
    }
  | { readonly type: 'nothing' };

/** A stream's queue in Redis: each method is one atomic Lua script. Publishes `queue.changed` afterwards. */
export interface QueueStore {
  /** Adds items in their order, all or none. */
  add(streamId: StreamId, items: readonly QueueItem[], place: Place, operation: OperationId): Promise<Added>;
  /** Removes positions `from`…`to` (1-based, inclusive). `expectedItemId` guards a single removal against a changed queue. */
  remove(
    streamId: StreamId,
    range: { readonly from: number; readonly to: number; readonly expectedItemId?: string },
    operation: OperationId,
  ): Promise<Edited>;
  /** Moves the item at `from` to position `to` (1-based; both within the queue). */
  move(
    streamId: StreamId,
    step: { readonly from: number; readonly to: number; readonly expectedItemId?: string },
    operation: OperationId,
  ): Promise<Edited>;
  clear(streamId: StreamId, operation: OperationId): Promise<Edited>;
  /** As `add`, with a limit for each person and the fair order. All items are of one person. */
  offer(streamId: StreamId, items: readonly QueueItem[], rules: OfferRules, operation: OperationId): Promise<Offered>;
  /** Removes all items of one person. */
  removeOf(streamId: StreamId, userId: number, operation: OperationId): Promise<Edited>;
  /** Puts the queue into a random order. The result names no items: it is about all. */
  shuffle(streamId: StreamId, operation: OperationId): Promise<Edited>;
  /**
   * Takes the last edit (add, remove, move, clear, shuffle) back, up to ten one after the other. Items that have played stay played;
   * an edit of which nothing is left to take back is passed over. Items that a `skip` of several left out come back as removed ones.
   * `version`: take back the edit that gave the queue this version, whatever came after it; `nothing` when it is not among the ten.
   */
  undo(streamId: StreamId, operation: OperationId, version?: number): Promise<Undone>;
  /** The whole queue, or a window of it (`offset` 0-based). */
  read(
    streamId: StreamId,
    window?: { readonly offset: number; readonly limit: number },
  ): Promise<Queue & { readonly length: number }>;
}
