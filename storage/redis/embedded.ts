import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { redisOptions, unixUrl } from './link/redis-options.ts';
import { type EnsuredServer, endServer, ensureServer } from './server/ensure-server.ts';
import { probeRedis } from './server/probe-redis.ts';
import { requireRedisServer } from './server/redis-process.ts';
import { chooseSocketPath } from './server/socket-path.ts';

/** `signal`: calls off the start; it does not end a server that is up. */
export interface EmbeddedRedisOptions {
  readonly dataDir: string;
  readonly log: Logger;
  readonly signal?: AbortSignal;
}

/** The Redis server of a data folder. */
export interface EmbeddedRedis {
  /** For `openRealtimeStore`; stays the same when the server is started again. */
  readonly url: string;
  /** Process id of the present server. */
  readonly pid: number;
  /** Ends the server when this process started it, or when nobody else uses it any more. */
  close(): Promise<void>;
}

const endLimitMs = 10_000;
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/**
 * Gives the data folder its Redis server (`DATA_DIR/redis`): a Unix socket that only this user can open, no port, append-only file
 * with fsync at every write. Uses the one that another Efir process runs on the same folder; whichever it is, when it dies it is
 * started again. The caller closes it.
 * @throws AppError `program-missing` when redis-server is not installed, `redis-unavailable` when it does not come up, `aborted`.
 */
export async function startEmbeddedRedis({ dataDir, log, signal }: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  await requireRedisServer(signal);
  const folder = resolve(dataDir, 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socketPath = await chooseSocketPath(folder);
  const closing = new AbortController();
  const starting = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);
  let server = await ensureServer(folder, socketPath, starting);
  log.debug({ pid: server.pid, isOurs: server.child !== null }, 'redis-server is up');

  const watching = watch();

  /** Waits for the end of the present server and starts the next, until closed. */
  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      await untilGone(socketPath, closing.signal);
      if (!closing.signal.aborted) server = await startAgain();
    }
  }

  async function startAgain(): Promise<EnsuredServer> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        const next = await ensureServer(folder, socketPath, closing.signal);
        log.warn({ pid: next.pid, isOurs: next.child !== null }, 'redis-server had ended; it is up again');
        return next;
      } catch (error) {
        if (closing.signal.aborted) return server;
        log.error({ err: error }, 'redis-server had ended and does not come up; trying again');
        // Only the end of the wait matters: the next round looks at the signal.
        await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  return {
    url: unixUrl(socketPath),
    get pid() {
      return server.pid;
    },
    async close() {
      closing.abort();
      await watching;
      if (server.child !== null) await endServer(server.child, endLimitMs);
      else await endOrphan(socketPath, log);
    },
  };
}

/** Resolves when the connection to the server breaks, which is when it ended, or when the signal aborts. */
async function untilGone(socketPath: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const redis = new Redis({ ...redisOptions(unixUrl(socketPath)), retryStrategy: () => null });
  redis.on('error', () => undefined);
  await new Promise<void>((ended) => {
    redis.once('end', ended);
    signal.addEventListener('abort', () => redis.disconnect(), { once: true });
  });
}

/** Ends a server whose starter was killed: nobody else would. One that others use is theirs. */
async function endOrphan(socketPath: string, log: Logger): Promise<void> {
  const probe = await probeRedis(socketPath);
  if (probe === null || probe.otherClients > 0) return;
  try {
    process.kill(probe.pid, 'SIGTERM');
  } catch (cause) {
    log.warn({ err: new AppError('internal', 'a redis-server that nobody uses could not be ended', { cause }) });
  }
}
