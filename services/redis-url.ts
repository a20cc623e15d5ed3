import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { startEmbeddedRedis } from '../storage/redis/embedded.ts';

/** Where Redis is, and how to let go of it. */
export interface RedisAddress {
  readonly url: string;
  close(): Promise<void>;
}

/** REDIS_URL as it is; without it, redis-server as a child in DATA_DIR (or the one that another process of Efir runs there). */
export async function findRedis({ REDIS_URL: url, DATA_DIR: dataDir }: Config, log: Logger): Promise<RedisAddress> {
  return url === undefined ? startEmbeddedRedis({ dataDir, log }) : { url, close: async () => undefined };
}
