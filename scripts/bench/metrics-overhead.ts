import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startTestRedis } from '../../test/fixtures/redis.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import type { ServersUrls } from './metrics-overhead/servers.ts';
import { percentile } from './percentile.ts';
import { createRpc, endChild } from './rpc.ts';

/** Result of the bench. */
export interface MetricsOverhead {
  /** What measuring adds to the median latency of a list of the JSON API, percent; below 0 when noise is larger. */
  readonly overheadPercent: number;
  /** The same of the health check, which asks Redis and SQL and computes nothing. */
  readonly healthOverheadPercent: number;
  /** The same of an endpoint that does nothing. */
  readonly emptyOverheadPercent: number;
  readonly medianMs: { readonly plain: number; readonly measured: number };
  readonly pairs: number;
}

const apiPath = '/api/v1/users?pageSize=25';
/** Until both are compiled as well as they ever will be: before, what is measured shows twice its cost. */
const warmUpPairs = 5_000;

/**
 * GET /api/v1/users (a page of 25, with a token), GET /healthz (Redis, SQL) and GET /livez (nothing) of the same web with and without metrics, in
 * pairs, one request at a time.
 */
export async function benchMetricsOverhead(pairs: number): Promise<MetricsOverhead> {
  const [folder, redis] = [await makeTemporaryFolder(), await startTestRedis()];
  const child = fork(fileURLToPath(new URL('./metrics-overhead/servers.ts', import.meta.url)), {
    serialization: 'advanced',
  });
  try {
    const urls = await createRpc(child, {}).call<ServersUrls>('start', { redisUrl: redis.url, folder });
    await comparePairs(urls, apiPath, warmUpPairs);
    const api = await comparePairs(urls, apiPath, pairs);
    await comparePairs(urls, '/healthz', warmUpPairs);
    const healthz = await comparePairs(urls, '/healthz', pairs);
    const livez = await comparePairs(urls, '/livez', pairs);
    return {
      overheadPercent: api.percent,
      healthOverheadPercent: healthz.percent,
      emptyOverheadPercent: livez.percent,
      medianMs: { plain: api.plainMs, measured: api.measuredMs },
      pairs,
    };
  } finally {
    await endChild(child);
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each pair asks both, in alternating order, so that whatever disturbs the machine disturbs both; the medians are compared. */
async function comparePairs({ plain, measured, token }: ServersUrls, path: string, pairs: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const plainMs: number[] = [];
  const measuredMs: number[] = [];
  const [ask, askMeasured] = [plain, measured].map((url) => () => time(`${url}${path}`, agent, token));
  if (ask === undefined || askMeasured === undefined) throw new Error('two servers were expected');
  for (let pair = 0; pair < pairs; pair += 1) {
    const isPlainFirst = pair % 2 === 0;
    if (isPlainFirst) plainMs.push(await ask());
    measuredMs.push(await askMeasured());
    if (!isPlainFirst) plainMs.push(await ask());
  }
  agent.destroy();
  const [without, withMetrics] = [percentile(plainMs, 0.5), percentile(measuredMs, 0.5)];
  const round = (value: number) => Number(value.toFixed(4));
  return {
    percent: Number((((withMetrics - without) / without) * 100).toFixed(2)),
    plainMs: round(without),
    measuredMs: round(withMetrics),
  };
}

/** Milliseconds from the request to the last byte of its answer. */
function time(url: string, agent: Agent, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begunAt = performance.now();
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
      response.resume();
      response.on('end', () => resolve(performance.now() - begunAt));
    }).on('error', reject);
  });
}
