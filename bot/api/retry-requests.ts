import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError, type Transformer } from 'grammy';
import type { Logger } from '../../log.ts';

/** `firstDelayMs`: default 300; doubled up to `longestDelayMs` (10,000); given up after `giveUpMs` (120,000). */
export interface RetryOptions {
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly firstDelayMs?: number;
  readonly longestDelayMs?: number;
  readonly giveUpMs?: number;
}

/**
 * Sends a request again when the Bot API is out of reach or answers 5xx, so that an outage of a minute loses no answer.
 * getUpdates is left to the poller, which has its own patience. (429 is @grammyjs/auto-retry's: it waits as long as Telegram asks.)
 */
export function retryRequests(options: RetryOptions): Transformer {
  const { log, signal: closing, firstDelayMs = 300, longestDelayMs = 10_000, giveUpMs = 120_000 } = options;
  return async (send, method, payload, signal) => {
    if (method === 'getUpdates') return await send(method, payload, signal);
    const deadline = performance.now() + giveUpMs;
    let delayMs = firstDelayMs;
    for (;;) {
      const mayRetry = performance.now() + delayMs < deadline && !closing.aborted && signal?.aborted !== true;
      try {
        const answer = await send(method, payload, signal);
        if (answer.ok || answer.error_code < 500 || !mayRetry) return answer;
        log.warn({ method, code: answer.error_code }, 'the Bot API has trouble, trying again');
      } catch (error) {
        if (!(error instanceof HttpError) || !mayRetry) throw error;
        log.warn({ method, reason: error.message }, 'the Bot API is out of reach, trying again');
      }
      await sleep(delayMs, undefined, { signal: closing });
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  };
}
