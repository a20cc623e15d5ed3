import { mkdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { requireTelegram } from '../config.ts';
import type { Logger } from '../log.ts';
import { createMetrics } from '../metrics/registry.ts';
import { serveMetrics } from '../metrics/serve.ts';
import { startPlayer } from '../player/player.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import { measurePlayer } from './measure-player.ts';
import { findRedis } from './redis-url.ts';
import { reportReady, type StartService } from './run-until-stopped.ts';
import { readVersion } from './version.ts';

/** A player process: one assistant, the streams it owns, and its metrics. Several may run, each with a session of its own. */
export const runPlayer: StartService = async ({ config, log, errors }) => {
  const telegram = requireTelegram(config);
  raisePriority(log);
  await mkdir(config.DATA_DIR, { recursive: true });
  const metrics = createMetrics({ version: readVersion(), service: 'player' });
  const measured = measurePlayer(metrics, { errors, dataDir: config.DATA_DIR });
  const redis = await findRedis(config, log);
  const store = await openRealtimeStore({ url: redis.url, prefix: config.REDIS_PREFIX, log, observer: measured.redis });
  const { HTTP_HOST: host, PLAYER_METRICS_PORT: port, METRICS_TOKEN: token } = config;
  // Before the player, which waits while Telegram is away: the metrics say so meanwhile.
  const server = await serveMetrics({ metrics, host, port, token, log });
  const player = await startPlayer({ config: telegram, store, log, observer: measured.player });
  measured.watch(player);
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

/** The 20 ms clock comes before everything else on the machine, where we may say so (root, or CAP_SYS_NICE). */
function raisePriority(log: Logger): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch (error) {
    log.debug({ err: error }, 'playing at normal priority');
  }
}
