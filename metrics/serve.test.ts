import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isAllowed } from './access.ts';
import { createMetrics } from './registry.ts';
import { serveMetrics } from './serve.ts';

const test = suite('metrics endpoint');

test('serves both formats, and nothing else', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  const server = await serveMetrics({ metrics, host: '127.0.0.1', port: 0, token: undefined });
  const classic = await fetch(server.url);
  assert.is(classic.status, 200);
  assert.match(await classic.text(), 'efir_build_info');
  const open = await fetch(server.url, { headers: { accept: 'application/openmetrics-text' } });
  assert.match(open.headers.get('content-type') ?? '', 'application/openmetrics-text');
  assert.is((await fetch(server.url, { method: 'POST' })).status, 404);
  assert.is((await fetch(server.url.replace('/metrics', '/other'))).status, 404);
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
