/** The serving process of the benches `ws` and `ws-resync`: a control process's live part, open to everybody. It ends with its parent. */
import { pino } from 'pino';
import { startLivePart } from '../../services/live-part.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import { openRecords } from '../../storage/sql/open-records.ts';
import { createWebAccess } from '../../web/access/web-access.ts';
import { startWeb } from '../../web/server.ts';
import { createRpc } from './rpc.ts';

/** Where it finds what it serves. */
export interface ServeRequest {
  readonly redisUrl: string;
  readonly recordsPath: string;
  readonly port: number;
}

const log = pino({ level: 'warn' });

createRpc(process, {
  serve,
  rssMb: () => process.memoryUsage.rss() / 2 ** 20,
});
process.on('disconnect', () => process.exit());

/** Serves on that port. @returns the address. */
async function serve({ redisUrl, recordsPath, port }: ServeRequest): Promise<string> {
  const store = await openRealtimeStore({ url: redisUrl, prefix: 'bench', log });
  const records = await openRecords({ path: recordsPath, log });
  const live = startLivePart({
    config: { STATUS_PUBLIC: true },
    store,
    records,
    access: createWebAccess({ access: { readSession: async () => null }, publicUrl: undefined }),
    tokens: { authenticate: async () => null },
    languageOf: async () => null,
    meter: { setClients: () => undefined, dropped: (cause) => log.warn({ cause }, 'a client was dropped') },
    log,
  });
  const web = await startWeb({
    config: { HTTP_HOST: '127.0.0.1', HTTP_PORT: port, METRICS_TOKEN: undefined },
    readiness: { bot: () => true, player: () => true, redis: () => true, sql: () => true },
    renderMetrics: async () => ({ contentType: 'text/plain', body: '' }),
    ...live,
    log,
  });
  await live.state.ready;
  return web.url;
}
