import { setImmediate } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createMetrics } from './registry.ts';

const test = suite('metrics registry');

test('renders the classic text by default, with defaults and build info', async () => {
  const { contentType, body } = await createMetrics({ version: '1.2.3', service: 'player' }).render(undefined);
  assert.match(contentType, 'text/plain; version=0.0.4');
  assert.match(body, /efir_build_info\{version="1\.2\.3",service="player",node="v\d+/);
  assert.match(body, 'process_cpu_seconds_total');
  assert.not.match(body, '# EOF');
});

test('renders OpenMetrics when it is asked for', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  const counter = new Counter({ name: 'efir_probe_total', help: 'A probe.', registers: [...metrics.registers] });
  counter.inc(3);
  const { contentType, body } = await metrics.render('application/openmetrics-text;version=1.0.0,text/plain;q=0.5');
  assert.match(contentType, 'application/openmetrics-text');
  assert.match(body, '# TYPE efir_probe counter');
  assert.match(body, 'efir_probe_total 3');
  assert.ok(body.endsWith('# EOF\n'));
  const classic = await metrics.render('text/plain');
  assert.match(classic.body, 'efir_probe_total 3', 'both renderings show the same metric');
});

test('scrapes that come together share one rendering, later ones see what is new', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  let collected = 0;
  new Gauge({
    name: 'efir_probe',
    help: 'A probe.',
    registers: [...metrics.registers],
    async collect() {
      collected += 1;
      await setImmediate();
      this.set(collected);
    },
  });
  const scrapes = await Promise.all(Array.from({ length: 100 }, () => metrics.render(undefined)));
  assert.is(collected, 1);
  for (const { body } of scrapes) assert.match(body, 'efir_probe 1');
  assert.match((await metrics.render(undefined)).body, 'efir_probe 2');
});

test('both formats at the same time do not mix', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  new Counter({ name: 'efir_probe_total', help: 'A probe.', registers: [...metrics.registers] }).inc(2);
  const [classic, open] = await Promise.all([
    metrics.render('text/plain'),
    metrics.render('application/openmetrics-text'),
  ]);
  assert.match(classic.body, '# TYPE efir_probe_total counter');
  assert.match(open.body, '# TYPE efir_probe counter');
  for (const { body } of [classic, open]) assert.match(body, '\nefir_probe_total 2\n');
});

test('a rendering that fails is an error once, not for ever', async () => {
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
  assert.is(await metrics.render(undefined).catch((error: Error) => error.message), 'broken');
  isBroken = false;
  assert.match((await metrics.render(undefined)).body, 'efir_probe 0');
});

test.run();
