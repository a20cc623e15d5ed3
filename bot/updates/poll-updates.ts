import { setTimeout as sleep } from 'node:timers/promises';
import { createConcurrentSink, createRunner, createSource, type UpdateSupplier } from '@grammyjs/runner';
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { Logger } from '../../log.ts';
import type { Inbox } from '../../storage/store.ts';
import { allowedUpdates } from './allowed-updates.ts';

/** A running long poll. */
export interface Polling {
  /** The last request for updates was answered. */
  isReady(): boolean;
  /** Stops asking, waits up to `patienceMs` (5,000) for what is being handled, and tells Telegram what was handled. */
  stop(patienceMs?: number): Promise<void>;
}

/** What it needs. `handle` should not throw: what does stands in the inbox, and is tried again by the next process. `inbox`: where updates stand until they are handled. */
export interface PollingOptions {
  readonly api: Api;
  readonly inbox: Inbox;
  readonly handle: (update: Update) => Promise<void>;
  readonly log: Logger;
}

/** How long Telegram holds a request open, seconds. */
const holdSeconds = 30;
const longestPauseMs = 10_000;
const strikePauseMs = 500;

/**
 * Starts to ask for updates, for ever: an outage, a second poller (409) or a flood wait (429) only makes it pause. Updates are
 * handled side by side, up to 500 at once; beyond that it asks for fewer.
 *
 * Asking for the next ones tells Telegram that it may forget those before, whether they are handled or not. So they stand in the inbox until
 * they are: what a process that was killed had in its hands is handled by the next one.
 */
export function pollUpdates({ api, inbox, handle, log }: PollingOptions): Polling {
  let offset = 0;
  let isReady = false;
  let hasReopened = false;
  const stopping = new AbortController();
  /** Without the inbox they are handled all the same: whoever wrote is told that the memory is away, and does not wait for nothing. */
  const keep = async (updates: readonly Update[]) => {
    try {
      await inbox.put(updates.map((update) => ({ id: update.update_id, body: update })));
    } catch (error) {
      log.warn({ err: error, updates: updates.length }, 'updates are handled without standing in the inbox');
    }
  };
  /** Takes it out of the inbox, however long that takes: what stays in there is handled again after the next start. */
  const strike = async (updateId: number) => {
    while (!stopping.signal.aborted) {
      try {
        return await inbox.done(updateId);
      } catch (error) {
        log.warn({ err: error, updateId }, 'a handled update stands in the inbox still');
        await sleep(strikePauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  /** The next updates: first those that were left in the inbox, then Telegram's. */
  const take = async (limit: number, signal: Parameters<UpdateSupplier<Update>['supply']>[1]) => {
    if (!hasReopened) {
      const left = await inbox.reopen<Update>();
      hasReopened = true;
      if (left.length > 0) return left.map(({ body }) => body);
    }
    // The first request after a start or a failure is answered at once, so that readiness is known.
    const timeout = isReady ? holdSeconds : 0;
    const updates = await api.getUpdates(
      { offset, limit: Math.min(100, Math.max(1, limit)), timeout, allowed_updates: allowedUpdates },
      signal,
    );
    await keep(updates);
    isReady = true;
    offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
    return updates;
  };
  const ask: UpdateSupplier<Update>['supply'] = async (limit, signal) => {
    for (let failures = 0; ; failures += 1) {
      try {
        return await take(limit, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        isReady = false;
        const pauseMs = pauseAfter(error, failures);
        log.warn({ reason: error instanceof Error ? error.message : String(error), pauseMs }, 'no updates');
        await pause(pauseMs, signal);
      }
    }
  };
  // Handlers answer for their own errors; what comes here is a defect, and must not end the poll.
  const onError = (error: unknown) => log.error({ err: error }, 'an update was not handled');
  const consume = async (update: Update) => {
    await handle(update);
    await strike(update.update_id);
  };
  const sink = createConcurrentSink<Update, unknown>({ consume }, async (error) => onError(error));
  const runner = createRunner(createSource<Update>({ supply: ask }), sink);
  runner.start();
  return {
    isReady: () => isReady,
    async stop(patienceMs = 5_000) {
      isReady = false;
      await runner.stop();
      const deadline = performance.now() + patienceMs;
      while (sink.size() > 0 && performance.now() < deadline) await sleep(10);
      stopping.abort();
      if (offset === 0) return;
      // Telegram takes updates for handled when a later offset is asked for; without this the last ones would come again.
      await api
        .getUpdates({ offset, limit: 1, timeout: 0, allowed_updates: allowedUpdates })
        .catch((error: unknown) => {
          log.warn({ err: error }, 'the last updates will be delivered again');
        });
    },
  };
}

/** Waits, or until the poll is stopped; grammY's signals are older than Node's timers understand. */
async function pause(ms: number, signal: Parameters<UpdateSupplier<Update>['supply']>[1]): Promise<void> {
  const stopped = new AbortController();
  signal.addEventListener('abort', () => stopped.abort());
  await sleep(ms, undefined, { signal: stopped.signal });
}

/** As long as Telegram asks for (429), else longer with every failure. */
function pauseAfter(error: unknown, failures: number): number {
  const asked = error instanceof GrammyError ? error.parameters.retry_after : undefined;
  if (asked !== undefined) return asked * 1000;
  return Math.min(longestPauseMs, 300 * 2 ** Math.min(failures, 6));
}
