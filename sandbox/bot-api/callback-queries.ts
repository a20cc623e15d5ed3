import { randomBytes } from 'node:crypto';
import { badRequest } from './api-error.ts';

/** What the person who pressed sees. */
export interface CallbackAnswer {
  readonly text?: string;
  readonly showAlert?: boolean;
  readonly url?: string;
}

/** The presses of buttons that wait for the bot's answer. */
export interface CallbackQueries {
  /** A new query: its id (decimal, 63 bits) and the answer to come; null after `waitMs` without one. */
  open(waitMs: number): { readonly id: string; readonly answer: Promise<CallbackAnswer | null> };
  /**
   * The bot answers, once, within 150 s.
   * @throws ApiError 400 "query is too old…" otherwise.
   */
  answer(id: string, answer: CallbackAnswer): void;
  close(): void;
}

const lifeMs = 150_000;

/** The registry of presses. `nowMs`: the clock that the 150 s are counted by. */
export function createCallbackQueries(nowMs: () => number): CallbackQueries {
  const open = new Map<string, { readonly expiresMs: number; settle(answer: CallbackAnswer | null): void }>();
  return {
    open: (waitMs) => {
      const id = (randomBytes(8).readBigUInt64BE() >> 1n).toString();
      const answer = new Promise<CallbackAnswer | null>((resolve) => {
        const timer = setTimeout(() => resolve(null), waitMs);
        open.set(id, {
          expiresMs: nowMs() + lifeMs,
          settle: (given) => {
            clearTimeout(timer);
            resolve(given);
          },
        });
      });
      return { id, answer };
    },
    answer: (id, answer) => {
      const query = open.get(id);
      open.delete(id);
      const isLate = query === undefined || query.expiresMs <= nowMs();
      if (isLate) {
        query?.settle(null);
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      }
      query.settle(answer);
    },
    close: () => {
      for (const query of open.values()) query.settle(null);
      open.clear();
    },
  };
}
