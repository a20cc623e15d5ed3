import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createBot } from '../bot/create-bot.ts';
import { requireTelegram } from '../config.ts';
import { startSampling } from '../control/admin/statistics/sampler.ts';
import { announceAudit } from '../control/announce-audit.ts';
import { startAuditSweep } from '../control/audit-sweep.ts';
import { startEndingEmptyStreams } from '../control/auto-end/end-empty-streams.ts';
import { createControl } from '../control/control.ts';
import { startRecorder } from '../control/recorder.ts';
import { registerReadinessMetrics } from '../metrics/readiness.ts';
import { createMetrics } from '../metrics/registry.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import { openRecords } from '../storage/sql/open-records.ts';
import { createWebAccess } from '../web/access/web-access.ts';
import { createPanel } from '../web/admin/panel.ts';
import { findUnready } from '../web/health.ts';
import { startWeb } from '../web/server.ts';
import { startLivePart } from './live-part.ts';
import { measureControl } from './measure-control.ts';
import { findRedis } from './redis-url.ts';
import { reportReady, type StartService } from './run-until-stopped.ts';
import { readVersion } from './version.ts';

/** A part that does not answer within this is not ready to a scrape, milliseconds: scrapers give up soon. */
const scrapePatienceMs = 300;

/** The control process: bot and web, and the recorder that writes history. It serves once the bot has signed in. */
export const runControl: StartService = async ({ config, log, errors }) => {
  requireTelegram(config);
  await mkdir(config.DATA_DIR, { recursive: true });
  const metrics = createMetrics({ version: readVersion(), service: 'control' });
  const measured = measureControl(metrics, errors);
  const redis = await findRedis(config, log);
  const store = await openRealtimeStore({ url: redis.url, prefix: config.REDIS_PREFIX, log, observer: measured.redis });
  const path = join(config.DATA_DIR, 'efir.sqlite');
  const opened = await openRecords({ path, log, onQuery: measured.onQuery });
  const records = announceAudit({ records: opened, events: store.events, log });
  measured.watch({ path, ping: records.ping });
  const control = createControl({
    store,
    records,
    ownerIds: config.OWNER_IDS,
    autoEnd: config.AUTO_END_MINUTES,
    log,
  });
  const emptyStreams = startEndingEmptyStreams({
    store,
    installation: config.AUTO_END_MINUTES,
    log,
    onOutcome: measured.onAutoEnd,
  });
  const recorder = startRecorder({ store, records, log, onRecorded: measured.onRecorded });
  const repeating = [
    startSampling({ store, records, now: Date.now, log }),
    startAuditSweep({ store, records, now: Date.now, log }),
  ];
  const bot = createBot({ config, control, store, log, observer: measured.bot });
  const readiness = {
    bot: () => bot.isReady(),
    player: async () => (await store.players.list()).some(({ isConnected }) => isConnected),
    redis: () => store.ping().then(() => true),
    sql: () => records.ping().then(() => true),
  };
  const parts = Object.keys(readiness) as (keyof typeof readiness)[];
  registerReadinessMetrics(metrics, { parts, findUnready: () => findUnready(readiness, scrapePatienceMs) });
  const access = createWebAccess({ access: control.admin.access, publicUrl: config.PUBLIC_URL });
  const panel = createPanel({ control, access, limits: store.rateLimits, log });
  const live = startLivePart({
    config,
    store,
    records,
    access,
    tokens: control.admin.tokens,
    languageOf: async (personId) => (await control.people.standing(personId)).language,
    meter: measured.webSocket,
    log,
  });
  const web = await startWeb({
    config,
    readiness,
    renderMetrics: metrics.render,
    meter: measured.http,
    apps: [...live.apps, panel.app],
    serveSockets: live.serveSockets,
    log,
  });
  await bot.start();
  reportReady();
  log.info({ url: web.url }, 'control serves');
  return {
    async close() {
      await Promise.all([bot.stop(), web.close(), recorder.close(), emptyStreams.close()]);
      await live.close();
      await Promise.all(repeating.map((each) => each.close()));
      await records.close();
      await store.close();
      await redis.close();
    },
  };
};
