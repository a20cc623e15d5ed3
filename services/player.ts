import { mkdir } from 'node:fs/promises';
import { requireTelegram } from '../config.ts';
import { registerPlayoutMetrics } from '../metrics/playout.ts';
import { createMetrics } from '../metrics/registry.ts';
import { serveMetrics } from '../metrics/serve.ts';
import { startPlayer } from '../player/player.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import { findRedis } from './redis-url.ts';
import { reportReady, type StartService } from './run-until-stopped.ts';
import { readVersion } from './version.ts';

/** A player process: one assistant, the streams it owns, and its metrics. Several may run, each with a session of its own. */
export const runPlayer: StartService = async ({ config, log }) => {
  const telegram = requireTelegram(config);
  await mkdir(config.DATA_DIR, { recursive: true });
  const redis = await findRedis(config, log);
  const store = await openRealtimeStore({ url: redis.url, prefix: config.REDIS_PREFIX, log });
  const player = await startPlayer({ config: telegram, store, log });
  const metrics = createMetrics({ version: readVersion(), service: 'player' });
  registerPlayoutMetrics(metrics, () => player.stats());
  const { HTTP_HOST: host, PLAYER_METRICS_PORT: port, METRICS_TOKEN: token } = config;
  const server = await serveMetrics({ metrics, host, port, token });
  reportReady();
  log.info({ playerId: player.playerId, metrics: server.url }, 'player serves');
  return {
    async close() {
      await Promise.all([server.close(), player.close()]);
      await store.close();
      await redis.close();
    },
  };
};
