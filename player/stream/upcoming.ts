import type { LoopMode, QueueItem } from '../../storage/model.ts';

/** What is known of what comes next. `items`: the head of the queue. */
export interface UpcomingOptions {
  readonly current: QueueItem | null;
  readonly items: readonly QueueItem[];
  /** Whether `items` is the whole queue. */
  readonly isWhole: boolean;
  readonly loop: LoopMode;
}

/**
 * What will be current when the current item is played to its end, and after that, in order: what `advance` of the store will say, unless
 * somebody steps in. Looping a track, what a skip would bring comes after it.
 */
export function listUpcoming({ current, items, isWhole, loop }: UpcomingOptions): readonly QueueItem[] {
  if (current === null) return items;
  switch (loop) {
    case 'off':
      return items;
    case 'track':
      return [current, ...items];
    case 'queue':
      return isWhole ? [...items, current] : items;
  }
}
