/** The serving process of the bench `metrics-overhead`: the same web twice, once measured as in the product. It ends with its parent. */
import { join } from 'node:path';
import { createControl } from '../../../control/control.ts';
import type { Actor } from '../../../control/dependencies.ts';
import { createErrorTally } from '../../../error-tally.ts';
import { createLog } from '../../../log.ts';
import { createMetrics } from '../../../metrics/registry.ts';
import { measureControl } from '../../../services/measure-control.ts';
import { openRealtimeStore } from '../../../storage/redis/open-realtime-store.ts';
import { openRecords } from '../../../storage/sql/open-records.ts';
import { createWebAccess } from '../../../web/access/web-access.ts';
import { createApi } from '../../../web/api/v1/api.ts';
import { startWeb } from '../../../web/server.ts';
import { createRpc } from '../rpc.ts';

/** Where the data is. */
export interface ServersRequest {
  readonly redisUrl: string;
  readonly folder: string;
}

/** The addresses of both, and a token for the API of both. */
export interface ServersUrls {
  readonly plain: string;
  readonly measured: string;
  readonly token: string;
}

const log = createLog({ level: 'warn', format: 'human', service: 'bench' });

createRpc(process, {
  start: async (request: ServersRequest): Promise<ServersUrls> => {
    const { url: plain, token } = await serve(request, false);
    const { url: measured } = await serve(request, true);
    return { plain, measured, token };
  },
});
process.on('disconnect', () => process.exit());

const owner: Actor = { person: { id: 1, name: 'Owner' }, role: 'owner', isBlocked: false, isChatOperator: false };
/** As many as fill the first page of a list several times. */
const userCount = 200;

/** A web with health and API over connections of its own. Both write to the same Redis and SQL: what one knows, the other does. */
async function serve({ redisUrl, folder }: ServersRequest, isMeasured: boolean) {
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
  const control = createControl({ store, records, ownerIds: [owner.person.id], log });
  for (let id = 1; id <= userCount; id += 1) await control.people.seen({ id, first_name: `Person ${id}` });
  const created = await control.admin.tokens.create(
    { actor: owner, operation: `bench-${isMeasured}`, origin: 'api' },
    { name: 'bench' },
  );
  if (created.type !== 'done') throw new Error(`no token: ${created.type}`);
  const access = createWebAccess({ access: control.admin.access, publicUrl: undefined });
  const api = createApi({ control, access, rateLimits: store.rateLimits, version: '0', log });
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
    apps: [api.app],
    log,
  });
  return { url: web.url, token: created.secret };
}
