import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createBot } from '../bot/create-bot.ts';
import { requireTelegram } from '../config.ts';
import { startSampling } from '../control/admin/statistics/sampler.ts';
import { startAuditSweep } from '../control/audit-sweep.ts';
import { startEndingEmptyStreams } from '../control/auto-end/end-empty-streams.ts';
import { createControl } from '../control/control.ts';
import { startRecorder } from '../control/recorder.ts';
import { createMetrics } from '../metrics/registry.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import { openRecords } from '../storage/sql/open-records.ts';
import { createWebAccess } from '../web/access/web-access.ts';
import { createPanel } from '../web/admin/panel.ts';
import { createApi } from '../web/api/v1/api.ts';
import { startWeb } from '../web/server.ts';
import { findRedis } from './redis-url.ts';
import { reportReady, type StartService } from './run-until-stopped.ts';
import { readVersion } from './version.ts';

/** The control process: bot and web, and the recorder that writes history. It serves once the bot has signed in. */
export const runControl: StartService = async ({ config, log }) => {
  requireTelegram(config);
  await mkdir(config.DATA_DIR, { recursive: true });
  const redis = await findRedis(config, log);
  const store = await openRealtimeStore({ url: redis.url, prefix: config.REDIS_PREFIX, log });
  const records = await openRecords({ path: join(config.DATA_DIR, 'efir.sqlite'), log });
  const control = createControl({
    store,
    records,
    ownerIds: config.OWNER_IDS,
    autoEnd: config.AUTO_END_MINUTES,
    log,
  });
  const emptyStreams = startEndingEmptyStreams({ store, installation: config.AUTO_END_MINUTES, log });
  const recorder = startRecorder({ store, records, log });
  const repeating = [
    startSampling({ store, records, now: Date.now, log }),
    startAuditSweep({ store, records, now: Date.now, log }),
  ];
  const bot = createBot({ config, control, store, log });
  const metrics = createMetrics({ version: readVersion(), service: 'control' });
  const readiness = {
    bot: () => bot.isReady(),
    player: async () => (await store.players.list()).some(({ isConnected }) => isConnected),
    redis: () => store.ping().then(() => true),
    sql: () => records.ping().then(() => true),
  };
  const access = createWebAccess({ access: control.admin.access, publicUrl: config.PUBLIC_URL });
  const panel = createPanel({ control, access, limits: store.rateLimits, log });
  const api = createApi({ control, access, rateLimits: store.rateLimits, version: readVersion(), log });
  // The API answers whatever else is asked for under /api/, hence it comes last.
  const apps = [panel.app, api.app];
  const web = await startWeb({ config, readiness, renderMetrics: metrics.render, apps, log });
  await bot.start();
  reportReady();
  log.info({ url: web.url }, 'control serves');
  return {
    async close() {
      await Promise.all([bot.stop(), web.close(), recorder.close(), emptyStreams.close()]);
      await Promise.all(repeating.map((each) => each.close()));
      await records.close();
      await store.close();
      await redis.close();
    },
  };
};
