import type { RedisOptions } from 'ioredis';

const longestReconnectMs = 1_000;

/**
 * The options that every connection of Efir shares, for a URL `redis://`, `rediss://` or `unix:///path/to/socket`.
 *
 * Nothing is queued or sent again by ioredis itself: a command of a lost connection would run when Redis is back, long after
 * its caller was told that it failed. Who sends a command decides whether to send it again (`redis-link.ts`).
 */
export function redisOptions(url: string): RedisOptions {
  return {
    ...endpointOf(url),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // Commands on their way are rejected when the connection breaks: otherwise they would hang until their time is up.
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(25 * 2 ** Math.min(times, 10), longestReconnectMs),
    connectTimeout: 5_000,
    // While it loads its data Redis says how long that may take, and guesses ten times too much in the first moment.
    maxLoadingRetryTime: 100,
    // A connection whose other side is gone must not keep the process from ending.
    disconnectTimeout: 200,
    disableClientInfo: true,
    // RESP2 replies are the same on every server since Redis 6.2.
    protocol: 2,
  };
}

/** The URL of a Unix socket at an absolute path. */
export function unixUrl(path: string): string {
  return `unix://${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** What to call a server in messages: without user and password. */
export function describeRedis(url: string): string {
  const { host, port, path } = endpointOf(url);
  return path ?? `${host}:${port}`;
}

function endpointOf(url: string): RedisOptions {
  const parsed = new URL(url);
  if (parsed.protocol === 'unix:') {
    return { path: decodeURIComponent(parsed.pathname), db: Number(parsed.searchParams.get('db') ?? 0) };
  }
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port || 6379),
    db: Number(parsed.pathname.slice(1) || 0),
    ...(parsed.username !== '' && { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password !== '' && { password: decodeURIComponent(parsed.password) }),
    ...(parsed.protocol === 'rediss:' && { tls: {} }),
  };
}
