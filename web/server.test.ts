import { networkInterfaces } from 'node:os';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createMetrics } from '../metrics/registry.ts';
import { findUnready, type Readiness } from './health.ts';
import { type RunningWeb, startWeb } from './server.ts';

const test = suite('web');
const log = pino({ level: 'silent' });
const ready: Readiness = { bot: () => true, player: () => true, redis: async () => true, sql: async () => true };
const metrics = createMetrics({ version: '1', service: 'control' });

async function serving(
  use: (web: RunningWeb) => Promise<void>,
  { readiness = ready, host = '127.0.0.1' }: { readonly readiness?: Readiness; readonly host?: string } = {},
): Promise<void> {
  const config = { HTTP_HOST: host, HTTP_PORT: 0, METRICS_TOKEN: 'sixteen characters' };
  const web = await startWeb({ config, readiness, renderMetrics: metrics.render, log });
  try {
    await use(web);
  } finally {
    await web.close();
  }
}

test('alive and ready', () =>
  serving(async ({ url }) => {
    assert.is((await fetch(`${url}/livez`)).status, 200);
    const health = await fetch(`${url}/healthz`);
    assert.is(health.status, 200);
    assert.equal(await health.json(), { status: 'ready' });
  }));

test('not ready: 503 that names what is not; alive all the same', async () => {
  const readiness: Readiness = {
    ...ready,
    player: () => false,
    redis: async () => {
      throw new Error('down');
    },
  };
  await serving(
    async ({ url }) => {
      const health = await fetch(`${url}/healthz`);
      assert.is(health.status, 503);
      assert.equal(await health.json(), { status: 'not ready', notReady: ['player', 'redis'] });
      assert.is((await fetch(`${url}/livez`)).status, 200);
    },
    { readiness },
  );
});

test('a part that does not answer is not ready', async () => {
  const hung = { ...ready, sql: () => new Promise<boolean>(() => undefined) };
  assert.equal(await findUnready(hung, 20), ['sql']);
});

test('metrics under both names, in both formats', () =>
  serving(async ({ url }) => {
    for (const path of ['/api/v1/metrics', '/metrics']) {
      const classic = await fetch(url + path);
      assert.match(classic.headers.get('content-type') ?? '', 'text/plain; version=0.0.4');
      assert.match(await classic.text(), 'efir_build_info');
      const open = await fetch(url + path, { headers: { accept: 'application/openmetrics-text' } });
      assert.match(open.headers.get('content-type') ?? '', 'application/openmetrics-text');
    }
  }));

test('metrics from another machine need the token', async () => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((it) => it?.family === 'IPv4' && !it.internal)?.address;
  // Without a network there is no other machine; metrics/access is tested apart.
  if (address === undefined) return;
  await serving(
    async ({ url }) => {
      const outside = url.replace('0.0.0.0', address);
      const refused = await fetch(`${outside}/metrics`);
      assert.is(refused.status, 401);
      assert.is(refused.headers.get('www-authenticate'), 'Bearer');
      const headers = { authorization: 'Bearer sixteen characters' };
      assert.is((await fetch(`${outside}/metrics`, { headers })).status, 200);
      assert.is((await fetch(`${outside}/livez`)).status, 200);
    },
    { host: '0.0.0.0' },
  );
});

test('anything else is a plain 404, with the headers of a careful server', () =>
  serving(async ({ url }) => {
    const answer = await fetch(`${url}/nothing`);
    assert.is(answer.status, 404);
    assert.equal(await answer.json(), { error: 'not found' });
    assert.is(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.is(answer.headers.get('strict-transport-security'), null, 'whether there is https is the proxy’s to say');
  }));

test('what breaks is a 500 without a trace', async () => {
  const config = { HTTP_HOST: '127.0.0.1', HTTP_PORT: 0, METRICS_TOKEN: undefined };
  const renderMetrics = () => Promise.reject(new Error('secret detail'));
  const web = await startWeb({ config, readiness: ready, renderMetrics, log });
  const answer = await fetch(`${web.url}/metrics`);
  assert.is(answer.status, 500);
  assert.not.match(await answer.text(), 'secret');
  await web.close();
});

test('a port that is taken is an error, and closing does not wait for idle connections', () =>
  serving(async ({ url }) => {
    await fetch(`${url}/livez`);
    const config = { HTTP_HOST: '127.0.0.1', HTTP_PORT: Number(new URL(url).port), METRICS_TOKEN: undefined };
    const options = { config, readiness: ready, renderMetrics: metrics.render, log };
    const outcome = await startWeb(options).catch((error: NodeJS.ErrnoException) => error.code);
    assert.is(outcome, 'EADDRINUSE');
  }));

test.run();
