import { toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { pauseFor } from '../waker.ts';

/** What keeps our volume. */
export interface OwnVolumeOptions {
  /** Tells Telegram; 1–20,000. */
  readonly send: (volume: number) => Promise<void>;
  /** The wish at the beginning, 0–200. */
  readonly percent: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Before a request that failed is made again, milliseconds. */
  readonly retryMs?: number;
}

/** How loud we are in one call, to everybody who listens. */
export interface OwnVolume {
  set(percent: number): void;
  /** The participant list says how loud we are; heeded once, as what an administrator turns by hand later is theirs to turn. */
  onOverview(self: { readonly volume: number | null }): void;
}

/** Telegram's participant volume: 10,000 is what we send (TELEGRAM-CALLS.md). */
const unitsPerPercent = 100;
const triesMax = 5;

/** Keeps our volume in one call; a request at a time, the latest wish wins. */
export function createOwnVolume({ send, percent, signal, log, retryMs = 2_000 }: OwnVolumeOptions): OwnVolume {
  /** As Telegram has it; null: not known yet. */
  let known: number | null = null;
  let wanted = percent;
  let isSending = false;

  /** 0 is silence that we send ourselves: the volume stays what it is. */
  const isDue = () => known !== null && wanted > 0 && known !== wanted * unitsPerPercent;

  async function bringInLine(): Promise<void> {
    for (let failed = 0; isDue() && failed < triesMax && !signal.aborted; ) {
      const volume = wanted * unitsPerPercent;
      try {
        await send(volume);
        known = volume;
        failed = 0;
      } catch (cause) {
        if (signal.aborted) return;
        const error = toAppError(cause, 'telegram-unavailable');
        failed += 1;
        log.warn({ err: error, volume, failed }, 'our volume could not be set');
        await pauseFor(Math.max(retryMs, error.retryAfterMs ?? 0), signal);
      }
    }
  }

  function begin(): void {
    if (isSending || !isDue()) return;
    isSending = true;
    void bringInLine().finally(() => {
      isSending = false;
    });
  }

  return {
    set: (next) => {
      if (next === wanted) return;
      wanted = next;
      begin();
    },
    onOverview: ({ volume }) => {
      if (known !== null) return;
      known = volume ?? 100 * unitsPerPercent;
      begin();
    },
  };
}
