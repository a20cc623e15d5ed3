import { pino } from 'pino';
import { Gauge } from 'prom-client';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isAllowed } from './access.ts';
import { createMetrics } from './registry.ts';
import { serveMetrics } from './serve.ts';

const test = suite('metrics endpoint');
const log = pino({ level: 'silent' });

test('serves both formats, and nothing else', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  const server = await serveMetrics({ metrics, host: '127.0.0.1', port: 0, token: undefined, log });
  const classic = await fetch(server.url);
  assert.is(classic.status, 200);
  assert.match(await classic.text(), 'efir_build_info');
  const open = await fetch(server.url, { headers: { accept: 'application/openmetrics-text' } });
  assert.match(open.headers.get('content-type') ?? '', 'application/openmetrics-text');
  assert.is((await fetch(server.url, { method: 'POST' })).status, 404);
  assert.is((await fetch(server.url.replace('/metrics', '/other'))).status, 404);
  await server.close();
});

test('odd headers and hurried scrapers get their metrics', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  const server = await serveMetrics({ metrics, host: '127.0.0.1', port: 0, token: undefined, log });
  for (const accept of ['', '*/*;q=x', ';;;', 'application/openmetrics-text;q=', 'a/b,'.repeat(2_000)]) {
    const response = await fetch(server.url, { headers: { accept } });
    assert.is(response.status, 200, accept.slice(0, 40));
    assert.match(response.headers.get('content-type') ?? '', 'text/plain');
    await response.text();
  }
  const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(server.url).then((it) => it.text())));
  for (const body of answers) assert.match(body, 'efir_build_info');
  await server.close();
});

test('a metric that breaks is a 500, and the process goes on', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  let isBroken = true;
  new Gauge({
    name: 'efir_probe',
    help: 'A probe.',
    registers: [...metrics.registers],
    collect() {
      if (isBroken) throw new Error('broken');
    },
  });
  const server = await serveMetrics({ metrics, host: '127.0.0.1', port: 0, token: undefined, log });
  assert.is((await fetch(server.url)).status, 500);
  isBroken = false;
  assert.is((await fetch(server.url)).status, 200);
  await server.close();
});

test('strangers need the token', () => {
  const token = 'sixteen characters';
  assert.ok(isAllowed({ address: '127.0.0.1', authorization: undefined }, undefined));
  assert.ok(isAllowed({ address: '::ffff:127.0.0.1', authorization: undefined }, token));
  assert.not.ok(isAllowed({ address: '192.0.2.7', authorization: undefined }, undefined));
  assert.not.ok(isAllowed({ address: '192.0.2.7', authorization: 'Bearer wrong' }, token));
  assert.ok(isAllowed({ address: '192.0.2.7', authorization: `Bearer ${token}` }, token));
});

test.run();
