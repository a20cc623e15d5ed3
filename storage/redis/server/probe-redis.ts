import { Redis } from 'ioredis';

/** A server that answered. `isReady`: false while it still reads its data from the disk. */
export interface RedisProbe {
  readonly pid: number;
  readonly isReady: boolean;
  /** Connections besides the one that asked. */
  readonly otherClients: number;
}

const probeTimeoutMs = 2_000;

/** Asks the server on a Unix socket who it is; null when none answers there. */
export async function probeRedis(socketPath: string): Promise<RedisProbe | null> {
  const redis = new Redis({
    path: socketPath,
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    connectTimeout: probeTimeoutMs,
    commandTimeout: probeTimeoutMs,
    disableClientInfo: true,
    protocol: 2,
  });
  // The rejection of connect() says the same as this event, which must be listened to.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const info = await redis.info();
    return {
      pid: Number(fieldOf(info, 'process_id')),
      isReady: fieldOf(info, 'loading') === '0',
      otherClients: Number(fieldOf(info, 'connected_clients')) - 1,
    };
  } catch {
    // Nobody there, or no Redis: both are "none answers", which is what was asked.
    return null;
  } finally {
    // After the end this would only leave a timer behind, which keeps the process up.
    if (redis.status !== 'end') redis.disconnect();
  }
}

function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
