import type { QueueItem } from '../../storage/model.ts';

/** What became of an edit of the queue. */
export type EditResult =
  /** `items`: what was moved or removed. `length` and `version` of the queue after it; null: it was so before, there is nothing to undo. */
  | {
      readonly type: 'done';
      readonly items: readonly QueueItem[];
      readonly length: number;
      readonly version: number | null;
    }
  /** No such position; the queue has `length` tracks and is unchanged. */
  | { readonly type: 'out-of-range'; readonly length: number }
  /** There is nothing to do it to; the queue is unchanged. */
  | { readonly type: 'none'; readonly length: number }
  /** Another item stands there by now; the queue is unchanged. */
  | { readonly type: 'stale'; readonly length: number }
  | { readonly type: 'forbidden' };

/** A position of the queue: a whole number from 1 to `length`. */
export function isPosition(position: number, length: number): boolean {
  return Number.isSafeInteger(position) && position >= 1 && position <= length;
}
