import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Counter } from 'prom-client';
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

test('the classic text passes promtool where it is installed', async () => {
  const { body } = await createMetrics({ version: '1', service: 'player' }).render(undefined);
  if (!existsSync('/usr/bin/promtool')) return;
  // promtool objects to names that prom-client gives Node's own metrics; ours must be clean.
  const own = body
    .split('\n')
    .filter((line) => line.includes('efir_'))
    .join('\n');
  assert.is(execFileSync('/usr/bin/promtool', ['check', 'metrics'], { input: `${own}\n`, encoding: 'utf8' }), '');
});

test.run();
