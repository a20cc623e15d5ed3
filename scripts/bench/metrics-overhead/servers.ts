/** The serving process of the bench `metrics-overhead`: the same web twice, once measured as in the product. It ends with its parent. */
import { join } from 'node:path';
import { createErrorTally } from '../../../error-tally.ts';
import { createLog } from '../../../log.ts';
import { createMetrics } from '../../../metrics/registry.ts';
import { measureControl } from '../../../services/measure-control.ts';
import { openRealtimeStore } from '../../../storage/redis/open-realtime-store.ts';
import { openRecords } from '../../../storage/sql/open-records.ts';
import { startWeb } from '../../../web/server.ts';
import { createRpc } from '../rpc.ts';

/** Where the data is. */
export interface ServersRequest {
  readonly redisUrl: string;
  readonly folder: string;
}

/** The addresses of both. */
export interface ServersUrls {
  readonly plain: string;
  readonly measured: string;
}

const log = createLog({ level: 'warn', format: 'human', service: 'bench' });

createRpc(process, {
  start: async (request: ServersRequest): Promise<ServersUrls> => ({
    plain: await serve(request, false),
    measured: await serve(request, true),
  }),
});
process.on('disconnect', () => process.exit());

/** GET /healthz of it asks Redis twice and SQL once, each over connections of its own. */
async function serve({ redisUrl, folder }: ServersRequest, isMeasured: boolean): Promise<string> {
  const metrics = createMetrics({ version: '0', service: 'bench' });
  const measured = isMeasured ? measureControl(metrics, createErrorTally()) : null;
  const store = await openRealtimeStore({
    url: redisUrl,
    prefix: 'bench',
    log,
    ...(measured && { observer: measured.redis }),
  });
  const records = await openRecords({
    path: join(folder, 'efir.sqlite'),
    log,
    ...(measured && { onQuery: measured.onQuery }),
  });
  const player = async () => (await store.players.list()).length === 0;
  const web = await startWeb({
    config: { HTTP_HOST: '127.0.0.1', HTTP_PORT: 0, METRICS_TOKEN: undefined },
    readiness: {
      bot: () => true,
      player,
      redis: () => store.ping().then(() => true),
      sql: () => records.ping().then(() => true),
    },
    renderMetrics: metrics.render,
    ...(measured && { meter: measured.http }),
    log,
  });
  return web.url;
}
