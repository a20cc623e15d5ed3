import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import type { UpdateQueue } from './update-queue.ts';

/** Where updates go instead of getUpdates. */
export interface WebhookTarget {
  readonly url: string;
  readonly secretToken?: string;
}

/** The delivery of updates to a bot's own server. */
export interface Webhook {
  set(target: WebhookTarget | null): void;
  target(): WebhookTarget | null;
  /** The last failure: message and time in seconds since the epoch; null when there was none. */
  lastError(): { readonly message: string; readonly date: number } | null;
  close(): void;
}

/** Telegram waits longer between tries, and gives up after a day. */
const retryMs = 500;
const timeoutMs = 30_000;

/** Posts each update in order until the bot's server answers 2xx (https://core.telegram.org/bots/api#setwebhook). */
export function createWebhook(queue: UpdateQueue, nowMs: () => number, log: Logger): Webhook {
  let target: WebhookTarget | null = null;
  let lastError: { message: string; date: number } | null = null;
  let stop = new AbortController();
  let isRunning = false;

  // One update to the bot's server; throws unless it answers 2xx.
  const deliver = async ({ url, secretToken }: WebhookTarget, update: unknown, signal: AbortSignal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secretToken === undefined ? {} : { 'x-telegram-bot-api-secret-token': secretToken }),
      },
      body: JSON.stringify(update),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
  };
  // In order, one at a time: the next update goes when this one is taken.
  const run = async (signal: AbortSignal) => {
    for (;;) {
      const [update] = queue.pending();
      if (target === null || update === undefined || signal.aborted) return;
      try {
        await deliver(target, update, signal);
        queue.confirm(update.update_id);
      } catch (error) {
        if (signal.aborted) return;
        lastError = { message: String(error), date: Math.floor(nowMs() / 1000) };
        log.debug({ err: error }, 'webhook refused an update');
        await wait(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  // At most one delivery runs; what comes in meanwhile is taken along.
  const wake = () => {
    if (isRunning || target === null) return;
    isRunning = true;
    void run(stop.signal).finally(() => {
      isRunning = false;
      if (queue.pending().length > 0 && !stop.signal.aborted) wake();
    });
  };
  const unsubscribe = queue.onPush(wake);
  return {
    // A new address ends what is under way to the old one; that update goes to the new one again.
    set: (given) => {
      stop.abort();
      stop = new AbortController();
      isRunning = false;
      target = given;
      wake();
    },
    target: () => target,
    lastError: () => lastError,
    close: () => {
      unsubscribe();
      target = null;
      stop.abort();
    },
  };
}
