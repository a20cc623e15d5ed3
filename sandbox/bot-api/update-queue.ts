import { ApiError } from './api-error.ts';

/** An update as it is delivered: `update_id` and one more field. */
export type Update = Record<string, unknown> & { readonly update_id: number };

/** What getUpdates asks for. */
export interface PollRequest {
  readonly offset?: number;
  /** 1–100. */
  readonly limit: number;
  /** 0: answer at once. */
  readonly timeoutSec: number;
  /** Ends the wait with an empty answer: the client is gone. */
  readonly signal: AbortSignal;
}

/** Updates that wait for the bot. Each is kept until it is confirmed by a higher offset, a callback for 150 s, others for 24 h. */
export interface UpdateQueue {
  /** Adds an update if its kind is allowed; false when it is not. */
  push(kind: string, payload: unknown): boolean;
  /**
   * Waits for updates. A second request ends the first.
   * @throws ApiError 409 in the request that was ended.
   */
  poll(request: PollRequest): Promise<readonly Update[]>;
  /** Null or empty: the default, all but chat_member and reactions. Holds for what comes, not for what waits. */
  allow(kinds: readonly string[] | null): void;
  allowed(): readonly string[] | null;
  /** Ends a waiting request with 409, for example because a webhook is set. */
  conflict(description: string): void;
  /** What waits now, after what is too old is gone. */
  pending(): readonly Update[];
  /** Confirms one update (a webhook took it). */
  confirm(updateId: number): void;
  /** Delivers the last update that was delivered once more, under its own id, as Telegram does now and then. False: there is none. */
  repeat(): boolean;
  drop(): void;
  /** Told after every push. Returns the unsubscribe. */
  onPush(listener: () => void): () => void;
}

const callbackLifeMs = 150_000;
const updateLifeMs = 24 * 3600 * 1000;
const notByDefault = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** An empty queue. Ids begin at the time in seconds, so that they also grow across restarts. */
export function createUpdateQueue(nowMs: () => number): UpdateQueue {
  let entries: { readonly update: Update; readonly expiresMs: number }[] = [];
  let nextId = Math.floor(nowMs() / 1000);
  let allowed: readonly string[] | null = null;
  let last: Update | undefined;
  let repeated: Update[] = [];
  let endWaiting: ((error: ApiError | null) => void) | undefined;
  const listeners = new Set<() => void>();

  const prune = () => {
    const now = nowMs();
    entries = entries.filter((entry) => entry.expiresMs > now);
  };
  const take = (limit: number) => {
    prune();
    return entries.slice(0, limit).map((entry) => entry.update);
  };
  const deliver = (limit: number) => {
    const updates = [...repeated, ...take(limit)].slice(0, limit);
    repeated = repeated.slice(limit);
    last = updates.at(-1) ?? last;
    return updates;
  };
  const confirmBelow = (offset: number) => {
    if (offset < 0) entries = entries.slice(offset);
    else entries = entries.filter((entry) => entry.update.update_id >= offset);
  };
  return {
    push: (kind, payload) => {
      const isAllowed = allowed === null ? !notByDefault.has(kind) : allowed.includes(kind);
      if (!isAllowed) return false;
      const lifeMs = kind === 'callback_query' ? callbackLifeMs : updateLifeMs;
      // Telegram delivers what was true then, not what is true when it is fetched.
      const update = { update_id: nextId++, [kind]: structuredClone(payload) };
      entries.push({ update, expiresMs: nowMs() + lifeMs });
      endWaiting?.(null);
      for (const listener of listeners) listener();
      return true;
    },
    poll: async ({ offset, limit, timeoutSec, signal }) => {
      endWaiting?.(conflictError());
      if (offset !== undefined) confirmBelow(offset);
      const ready = deliver(limit);
      if (ready.length > 0 || timeoutSec <= 0) return ready;
      await new Promise<void>((resolve, reject) => {
        const end = (error: ApiError | null) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', gone);
          if (endWaiting === end) endWaiting = undefined;
          if (error === null) resolve();
          else reject(error);
        };
        const gone = () => end(null);
        const timer = setTimeout(gone, timeoutSec * 1000);
        signal.addEventListener('abort', gone);
        endWaiting = end;
      });
      return signal.aborted ? [] : deliver(limit);
    },
    allow: (kinds) => {
      allowed = kinds === null || kinds.length === 0 ? null : kinds;
    },
    allowed: () => allowed,
    conflict: (description) => endWaiting?.(new ApiError(409, `Conflict: ${description}`)),
    pending: () => take(Number.POSITIVE_INFINITY),
    confirm: (updateId) => {
      entries = entries.filter((entry) => entry.update.update_id !== updateId);
    },
    repeat: () => {
      if (last === undefined) return false;
      repeated.push(last);
      endWaiting?.(null);
      return true;
    },
    drop: () => {
      entries = [];
    },
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function conflictError(): ApiError {
  return new ApiError(
    409,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
}
