import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMetric } from '../test/fixtures/readings.ts';
import { registerHttpMetrics } from './http.ts';
import { createMetrics } from './registry.ts';

const test = suite('metrics of HTTP');

function measured() {
  const metrics = createMetrics({ version: '1', service: 'control' });
  return { metrics, meter: registerHttpMetrics(metrics) };
}

test('counts answers by method, route and status, and their durations by method and route', async () => {
  const { metrics, meter } = measured();
  for (const status of [200, 200, 404]) meter.begin()({ method: 'GET', route: '/admin/users/:id', status });
  assert.equal(await readMetric(metrics, 'http_requests_total'), {
    '{method="GET",route="/admin/users/:id",status="200"}': 2,
    '{method="GET",route="/admin/users/:id",status="404"}': 1,
  });
  assert.equal(await readMetric(metrics, 'http_request_duration_seconds_count'), {
    '{method="GET",route="/admin/users/:id"}': 3,
  });
  const [seconds = -1] = Object.values(await readMetric(metrics, 'http_request_duration_seconds_sum'));
  assert.ok(seconds > 0 && seconds < 1, `${seconds} s`);
});

test('requests under way are a gauge', async () => {
  const { metrics, meter } = measured();
  const end = meter.begin();
  meter.begin();
  assert.equal(await readMetric(metrics, 'http_requests_in_flight'), { http_requests_in_flight: 2 });
  end({ method: 'GET', route: '/livez', status: 200 });
  assert.equal(await readMetric(metrics, 'http_requests_in_flight'), { http_requests_in_flight: 1 });
});

test('whatever clients make up, the labels stay few', async () => {
  const { metrics, meter } = measured();
  for (let i = 0; i < 1_000; i += 1) meter.begin()({ method: `M${i}`, route: null, status: 404 });
  assert.equal(await readMetric(metrics, 'http_requests_total'), {
    '{method="other",route="unknown",status="404"}': 1_000,
  });
});

test.run();
