import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, TelegramClient } from 'telegram';
import { AppError } from '../../errors.ts';
import { floodWaitMs, refusalWord, translateRpcError } from './rpc-error.ts';

/** Default time limit of one request, waits for floods not counted. */
const defaultTimeoutMs = 10_000;
/** Flood waits up to this are waited for; longer ones are the caller's to plan. */
const defaultFloodWaitMaxMs = 5_000;

/** Limits of one request. `dcId`: the data centre to ask (files); absent: the account's own. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** For one sending, milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  /** Flood waits up to this are waited for and the request sent again, milliseconds; default 5,000. */
  readonly floodWaitMaxMs?: number;
  readonly dcId?: number;
}

/** An answer, or one of the refusals that the caller said it expects. */
type Answer<Value, Word extends string> =
  | { readonly type: 'ok'; readonly value: Value }
  | { readonly type: 'refused'; readonly word: Word };

/** Requests to Telegram with time limits, flood waits obeyed, and errors translated. */
export interface Rpc {
  /**
   * @throws AppError `flood-wait`, `telegram-refused`, `telegram-unavailable`, `timeout`, `aborted`.
   */
  send<R extends Api.AnyRequest>(request: R, options: RequestOptions): Promise<R['__response']>;
  /** As `send`, with the refusals in `expected` as values. */
  ask<R extends Api.AnyRequest, Word extends string>(
    request: R,
    expected: readonly Word[],
    options: RequestOptions,
  ): Promise<Answer<R['__response'], Word>>;
}

/** Creates the way to ask Telegram over `client`, which stays its owner's to close. `onFloodWait`: told of each, waited for or not. */
export function createRpc(client: TelegramClient, onFloodWait: (waitMs: number) => void = () => undefined): Rpc {
  /** Sends once. Errors are still the library's. */
  const attempt = async <R extends Api.AnyRequest>(request: R, options: RequestOptions): Promise<R['__response']> => {
    options.signal.throwIfAborted();
    // A request made while the line is down would be kept and sent at some later time: a late join would displace a newer one.
    if (client.connected !== true)
      throw new AppError('telegram-unavailable', `${request.className}: not connected to Telegram`);
    const limit = new AbortController();
    try {
      return await Promise.race([
        client.invoke(request, options.dcId),
        giveUp(
          request.className,
          options.timeoutMs ?? defaultTimeoutMs,
          AbortSignal.any([options.signal, limit.signal]),
        ),
      ]);
    } finally {
      limit.abort();
    }
  };

  /** Sends again after short flood waits. */
  const send = async <R extends Api.AnyRequest>(request: R, options: RequestOptions): Promise<R['__response']> => {
    for (;;) {
      try {
        return await attempt(request, options);
      } catch (error) {
        const waitMs = floodWaitMs(error);
        if (waitMs !== null) onFloodWait(waitMs);
        if (waitMs === null || waitMs > (options.floodWaitMaxMs ?? defaultFloodWaitMaxMs)) throw error;
        await sleep(waitMs, undefined, { signal: options.signal });
      }
    }
  };

  return {
    send: async (request, options) => {
      try {
        return await send(request, options);
      } catch (error) {
        throw translateRpcError(error, request.className);
      }
    },
    ask: async (request, expected, options) => {
      try {
        return { type: 'ok', value: await send(request, options) };
      } catch (error) {
        const word = refusalWord(error);
        const match = expected.find((candidate) => candidate === word);
        if (match !== undefined) return { type: 'refused', word: match };
        throw translateRpcError(error, request.className);
      }
    },
  };
}

/**
 * Rejects when the time is over or the signal aborts, whichever comes first; leaves no timer behind.
 */
async function giveUp(method: string, timeoutMs: number, signal: AbortSignal): Promise<never> {
  await sleep(timeoutMs, undefined, { signal });
  throw new AppError('timeout', `${method}: no answer within ${timeoutMs / 1000} s`);
}
