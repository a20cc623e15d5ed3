import { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type HttpMeter, registerHttpMetrics } from '../metrics/http.ts';
import { createMetrics } from '../metrics/registry.ts';
import { readingsOf, readMetric } from '../test/fixtures/readings.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { mountRoutes, type WebEnv } from './route.ts';
import { type RunningWeb, startWeb } from './server.ts';

const test = suite('requests are measured');
const metrics = createMetrics({ version: '1', service: 'control' });
const meter = registerHttpMetrics(metrics);
let web: RunningWeb;

/** Parts are ready but SQL. */
function start(counting: HttpMeter, ...apps: Hono<WebEnv>[]): Promise<RunningWeb> {
  const ready = () => true;
  return startWeb({
    config: { HTTP_HOST: '127.0.0.1', HTTP_PORT: 0, METRICS_TOKEN: undefined },
    readiness: { bot: ready, player: ready, redis: ready, sql: () => false },
    renderMetrics: metrics.render,
    meter: counting,
    apps,
    log: pino({ level: 'silent' }),
  });
}

test.before(async () => {
  web = await start(meter);
});
test.after(() => web.close());

/** All requests counted so far, as a scrape says. */
async function counted(accept = 'text/plain'): Promise<number> {
  const scrape = await fetch(`${web.url}/metrics`, { headers: { accept } });
  return Object.values(readingsOf(await scrape.text(), 'http_requests_total')).reduce((sum, value) => sum + value, 0);
}

test('after 100 requests the count has grown by exactly 100, however often it is scraped', async () => {
  const before = await counted();
  for (let i = 0; i < 50; i += 1) await fetch(`${web.url}/livez`);
  await Promise.all(Array.from({ length: 50 }, () => fetch(`${web.url}/healthz`)));
  for (const path of ['/metrics', '/api/v1/metrics', '/metrics?x=1']) await fetch(web.url + path);
  assert.is((await counted()) - before, 100);
  assert.is((await counted('application/openmetrics-text')) - before, 100);
});

test('route is the pattern, with method and status; what matches none is unknown', async () => {
  await fetch(`${web.url}/livez?a=1`);
  for (let i = 0; i < 30; i += 1) await fetch(`${web.url}/random/${i}`);
  await fetch(`${web.url}/livez`, { method: 'DELETE' });
  await fetch(`${web.url}/livez`, { method: 'HEAD' });
  const requests = await readMetric(metrics, 'http_requests_total');
  assert.is(requests['{method="GET",route="unknown",status="404"}'], 30);
  assert.is(requests['{method="DELETE",route="unknown",status="404"}'], 1);
  assert.is(requests['{method="HEAD",route="/livez",status="200"}'], 1);
  assert.is(requests['{method="GET",route="/healthz",status="503"}'], 50);
  assert.not.ok(Object.keys(requests).some((labels) => labels.includes('random')));
  assert.equal(await readMetric(metrics, 'http_requests_in_flight'), { http_requests_in_flight: 0 });
});

test('mounted routes with parameters, refusals and failures are counted under their patterns', async () => {
  const own = createMetrics({ version: '1', service: 'control' });
  const app = new Hono<WebEnv>();
  const group = mountRoutes({
    routes: [
      { method: 'GET', path: '/things/:id', rule: 'public', handle: (context) => context.text('here') },
      { method: 'GET', path: '/secrets/:id', rule: 'read-admin', handle: (context) => context.text('here') },
      {
        method: 'POST',
        path: '/things/:id/break',
        rule: 'public',
        handle: () => {
          throw new Error('broken');
        },
      },
    ],
    readViewer: async () => null,
    refuse: (context) => context.text('no', 401),
    isOwnOrigin: () => true,
  });
  app.route('/api/v1', group);
  const mounted = await start(registerHttpMetrics(own), app);
  for (const id of [1, 2, '%D1%8F']) await fetch(`${mounted.url}/api/v1/things/${id}?x=/y`);
  await fetch(`${mounted.url}/api/v1/secrets/7`);
  await fetch(`${mounted.url}/api/v1/things/4/break`, { method: 'POST' });
  assert.equal(await readMetric(own, 'http_requests_total'), {
    '{method="GET",route="/api/v1/things/:id",status="200"}': 3,
    '{method="GET",route="/api/v1/secrets/:id",status="401"}': 1,
    '{method="POST",route="/api/v1/things/:id/break",status="500"}': 1,
  });
  await mounted.close();
});

test('a request lasts until its answer is sent; whoever goes away before gets 499, and is no longer in flight', async () => {
  const own = createMetrics({ version: '1', service: 'control' });
  const app = new Hono<WebEnv>();
  app.get('/slow', (context) =>
    streamText(context, async (stream) => {
      await stream.write('a');
      await stream.sleep(150);
      await stream.write('b');
    }),
  );
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  app.get('/never', () => {
    asked.resolve();
    return answer.promise;
  });
  const mounted = await start(registerHttpMetrics(own), app);
  assert.is(await (await fetch(`${mounted.url}/slow`)).text(), 'ab');
  const [seconds = 0] = Object.values(await readMetric(own, 'http_request_duration_seconds_sum'));
  assert.ok(seconds >= 0.14 && seconds < 5, `${seconds} s`);
  const leaving = new AbortController();
  const gone = fetch(`${mounted.url}/never`, { signal: leaving.signal }).catch((error: unknown) => error);
  await asked.promise;
  const inFlight = async () => Object.values(await readMetric(own, 'http_requests_in_flight'))[0];
  assert.is(await inFlight(), 1);
  leaving.abort();
  await gone;
  await waitFor(async () => (await inFlight()) === 0, { what: 'the connection to be seen as lost', everyMs: 10 });
  const requests = await readMetric(own, 'http_requests_total');
  assert.is(requests['{method="GET",route="/never",status="499"}'], 1);
  answer.resolve(new Response('late'));
  await mounted.close();
});

test.run();
