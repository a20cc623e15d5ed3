import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMetric } from '../test/fixtures/readings.ts';
import { createMetrics } from './registry.ts';
import { createTalliedHistogram } from './tallied-histogram.ts';

const test = suite('a histogram that is tallied beside prom-client');

test('cumulative buckets, sum and count of each series, at every scrape', async () => {
  const metrics = createMetrics({ version: '1', service: 'x' });
  const createSeries = createTalliedHistogram(metrics, {
    name: 'efir_probe_seconds',
    help: 'A probe.',
    labelNames: ['result'],
    buckets: [0.1, 1],
  });
  const ok = createSeries({ result: 'ok' });
  createSeries({ result: 'failed' });
  for (const seconds of [0.1, 0.25, 4]) ok.observe(seconds);
  for (const _ of ['first', 'second']) {
    assert.equal(await readMetric(metrics, 'efir_probe_seconds_bucket'), {
      '{le="0.1",result="ok"}': 1,
      '{le="1",result="ok"}': 2,
      '{le="+Inf",result="ok"}': 3,
      '{le="0.1",result="failed"}': 0,
      '{le="1",result="failed"}': 0,
      '{le="+Inf",result="failed"}': 0,
    });
  }
  assert.equal(await readMetric(metrics, 'efir_probe_seconds_sum'), { '{result="ok"}': 4.35, '{result="failed"}': 0 });
  assert.equal(await readMetric(metrics, 'efir_probe_seconds_count'), { '{result="ok"}': 3, '{result="failed"}': 0 });
  const { body } = await metrics.render('application/openmetrics-text');
  assert.match(body, '# TYPE efir_probe_seconds histogram');
});

test('nothing is lost of very many values', async () => {
  const metrics = createMetrics({ version: '1', service: 'x' });
  const series = createTalliedHistogram(metrics, {
    name: 'efir_many_seconds',
    help: 'Many.',
    labelNames: [],
    buckets: [1],
  })({});
  for (let i = 0; i < 1_000; i += 1) series.observe(i % 2 === 0 ? 0.5 : 2);
  assert.equal(await readMetric(metrics, 'efir_many_seconds_bucket'), { '{le="1"}': 500, '{le="+Inf"}': 1_000 });
  assert.equal(await readMetric(metrics, 'efir_many_seconds_sum'), { efir_many_seconds_sum: 1_250 });
});

test.run();
