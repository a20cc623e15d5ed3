import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { QueueItem } from '../../storage/model.ts';
import { createTries } from '../playout/tries.ts';
import { mayPass } from './may-pass.ts';
import type { TrackFiles } from './sounds.ts';

/** Has the next tracks of one stream prepared before their turn, and knows which of them cannot be. */
export interface Preparer {
  /** `upcoming`, in order: begins with those not begun, as far as needed; lets go of what is neither in it nor `current`. */
  expect(upcoming: readonly QueueItem[], current: QueueItem | null): void;
  /** Why the item could not be prepared a short while ago; null: it could, or that is not known. */
  failureOf(item: QueueItem): AppError | null;
  /** Somebody wants what failed to be tried again. */
  forgetFailures(): void;
}

/** What a preparer needs. `signal` ends its work. `now`: monotonic milliseconds. */
export interface PreparerOptions {
  readonly files: Pick<TrackFiles, 'prepare'>;
  /** Something is known now that was not before. */
  readonly onNews: () => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly waitsMs?: readonly number[];
  readonly now?: () => number;
}

/** So many tracks are had ready; those that fail don't count, up to a bound. */
const readyMax = 2;
const failedMax = 4;
/** A failure that is older than this may have passed: the item is tried anew. */
const failureKeptMs = 20_000;

interface Preparation {
  readonly stop: AbortController;
  failed: { readonly error: AppError; readonly at: number } | null;
  isTried: boolean;
}

/** Creates a preparer that has nothing to do. */
export function createPreparer(options: PreparerOptions): Preparer {
  const { files, onNews, signal, log, waitsMs = [500, 1_000], now = () => performance.now() } = options;
  /** By item: the same track may be queued twice, and fail twice. */
  const known = new Map<string, Preparation>();

  async function prepare({ track }: QueueItem, preparation: Preparation): Promise<void> {
    const until = AbortSignal.any([signal, preparation.stop.signal]);
    const tries = createTries({ waitsMs, mayPass, log });
    for (;;) {
      try {
        await files.prepare(track, until);
        preparation.failed = null;
        break;
      } catch (cause) {
        const error = toAppError(cause, 'source-failed');
        if (await tries.wait(error, until)) continue;
        if (until.aborted) return;
        log.info({ err: error, title: track.title }, 'an upcoming track cannot be prepared');
        preparation.failed = { error, at: now() };
        break;
      }
    }
    preparation.isTried = true;
    onNews();
  }

  function begin(item: QueueItem): Preparation {
    const preparation: Preparation = { stop: new AbortController(), failed: null, isTried: false };
    known.set(item.itemId, preparation);
    void prepare(item, preparation);
    return preparation;
  }

  function tryAgainIfOld(item: QueueItem, preparation: Preparation): void {
    if (preparation.failed === null || !preparation.isTried || now() - preparation.failed.at < failureKeptMs) return;
    // Until it is known better it stays the failure it was: what is cued behind it stays.
    preparation.isTried = false;
    void prepare(item, preparation);
  }

  /** Sees to it that it is being prepared; false: that failed. */
  function mayBeReady(item: QueueItem): boolean {
    // Live sound is not prepared; it is opened when its turn is near.
    if (item.track.source.type === 'live') return true;
    const preparation = known.get(item.itemId) ?? begin(item);
    tryAgainIfOld(item, preparation);
    return preparation.failed === null;
  }

  return {
    expect: (upcoming, current) => {
      // What has become current is played from what is being prepared.
      const wanted = new Set(current === null ? [] : [current.itemId]);
      let ready = 0;
      for (const item of upcoming.slice(0, readyMax + failedMax)) {
        wanted.add(item.itemId);
        if (mayBeReady(item)) ready += 1;
        if (ready === readyMax) break;
      }
      for (const [itemId, { stop }] of [...known]) {
        if (wanted.has(itemId)) continue;
        stop.abort();
        known.delete(itemId);
      }
    },
    failureOf: ({ itemId }) => {
      const failed = known.get(itemId)?.failed ?? null;
      // Nobody has looked for a while.
      return failed === null || now() - failed.at > 2 * failureKeptMs ? null : failed.error;
    },
    forgetFailures: () => {
      for (const [itemId, { failed }] of [...known]) if (failed !== null) known.delete(itemId);
    },
  };
}
