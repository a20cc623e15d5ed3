import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import { isConnectionLost, translateRedisError } from './redis-error.ts';
import type { RedisObserver } from './redis-observer.ts';
import { describeRedis, redisOptions } from './redis-options.ts';
import { waitReady } from './wait-ready.ts';
import { watchConnection } from './watch-connection.ts';

/** `url`: see `redisOptions`. `prefix`: of every key. `commandTimeoutMs`: how long a command may take, outages included. */
export interface RedisLinkOptions {
  readonly url: string;
  readonly prefix: string;
  readonly log: Logger;
  readonly commandTimeoutMs: number;
  readonly observer?: RedisObserver;
}

/** One shared connection for commands, and the means to open more for blocking reads. Whoever opens it closes it. */
export interface RedisLink extends Omit<RedisLinkOptions, 'commandTimeoutMs' | 'observer'> {
  /** Aborts when the link is closed. */
  readonly closed: AbortSignal;
  /**
   * Sends a command. When the connection breaks under it, it is sent again within its time: it may run twice and must bear that.
   * @throws AppError `redis-unavailable` when the time is up, `lease-lost` from scripts, `internal` for damaged data, `aborted`
   * after `close`.
   */
  call<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
  /** Runs a Lua script; otherwise as `call`. */
  runScript(lua: string, keys: readonly string[], args: readonly (string | number | Buffer)[]): Promise<unknown>;
  /** A connection of its own for commands that block for up to `blockMs`. The caller disconnects it. */
  openBlocking(blockMs: number): Redis;
  close(): Promise<void>;
}

/** How much longer than it may block an answer may take before the connection counts as dead. */
const blockingGraceMs = 3_000;
const quitLimitMs = 500;
const retryPauseMs = 5;

/**
 * Connects.
 * @throws AppError `redis-unavailable` when nothing answers within `commandTimeoutMs`.
 */
export async function openRedisLink(options: RedisLinkOptions): Promise<RedisLink> {
  const { url, prefix, log, commandTimeoutMs, observer } = options;
  const redis = new Redis({ ...redisOptions(url), commandTimeout: commandTimeoutMs });
  // Every call that waits for the connection listens to it.
  redis.setMaxListeners(0);
  const latestError = watchConnection(redis, options);
  const closing = new AbortController();
  const shaOf = createShaCache();

  async function untilReady(deadline: number): Promise<void> {
    const limit = AbortSignal.timeout(Math.max(0, Math.ceil(deadline - performance.now())));
    try {
      await waitReady(redis, AbortSignal.any([closing.signal, limit]));
    } catch (cause) {
      if (closing.signal.aborted) throw new AppError('aborted', 'the Redis connection is closed', { cause });
      const reason = latestError()?.message ?? 'no answer';
      throw new AppError('redis-unavailable', `Redis at ${describeRedis(url)} does not answer: ${reason}`, {
        cause: latestError() ?? cause,
        retryAfterMs: 1_000,
      });
    }
  }

  async function send<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const deadline = performance.now() + commandTimeoutMs;
    for (;;) {
      if (redis.status !== 'ready' || closing.signal.aborted) await untilReady(deadline);
      try {
        return await command(redis);
      } catch (error) {
        const mayRetry = isConnectionLost(error) && performance.now() < deadline;
        if (!mayRetry) throw translateRedisError(error);
        // A connection may be broken and not yet say so: without a pause the loop would keep it from saying so.
        await sleep(retryPauseMs);
      }
    }
  }

  async function call<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const begunAt = performance.now();
    try {
      const answer = await send(command);
      observer?.onCommand(performance.now() - begunAt, 'ok');
      return answer;
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'redis-unavailable';
      observer?.onCommand(performance.now() - begunAt, isAway ? 'unavailable' : 'failed');
      throw error;
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    // QUIT lets writes under way arrive; a server that is gone must not hold up the end.
    const limit = setTimeout(() => redis.disconnect(), quitLimitMs);
    await redis.quit().catch(() => redis.disconnect());
    clearTimeout(limit);
  }

  try {
    await untilReady(performance.now() + commandTimeoutMs);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return {
    url,
    prefix,
    log,
    closed: closing.signal,
    call,
    runScript: (lua, keys, args) =>
      call(async (connection) => {
        try {
          return await connection.evalsha(shaOf(lua), keys.length, ...keys, ...args);
        } catch (error) {
          // A server that has restarted knows no scripts.
          if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
          return connection.eval(lua, keys.length, ...keys, ...args);
        }
      }),
    openBlocking(blockMs) {
      const blocking = new Redis({ ...redisOptions(url), commandTimeout: blockMs + blockingGraceMs });
      // The command connection already tells the log of an outage.
      blocking.on('error', () => undefined);
      return blocking;
    },
    close,
  };
}

function createShaCache(): (lua: string) => string {
  const known = new Map<string, string>();
  return (lua) => {
    const sha = known.get(lua) ?? createHash('sha1').update(lua).digest('hex');
    known.set(lua, sha);
    return sha;
  };
}
