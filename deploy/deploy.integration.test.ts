import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createErrorTally } from '../error-tally.ts';
import { createMetrics } from '../metrics/registry.ts';
import { measureControl } from '../services/measure-control.ts';
import { measurePlayer } from '../services/measure-player.ts';
import { queriesOf, readDashboard } from '../test/fixtures/dashboard.ts';

const test = suite('what is delivered for Prometheus and Grafana');
const here = import.meta.dirname;
/** Grafana's own way to name a variable. */
const chosen = ['$', '{datasource}'].join('');
const read = (name: string) => readFileSync(join(here, name), 'utf8');
const promtool = (...args: string[]) => execFileSync('promtool', args, { cwd: here, encoding: 'utf8' });
const alerts = [...read('alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
const testFiles = readdirSync(join(here, 'alert-tests')).map((name) => join('alert-tests', name));

/** Names of all metrics that both processes define. */
function definedNames(): readonly string[] {
  const control = createMetrics({ version: '1', service: 'control' });
  const player = createMetrics({ version: '1', service: 'player' });
  measureControl(control, createErrorTally());
  measurePlayer(player, { errors: createErrorTally(), dataDir: here });
  return [control, player].flatMap(({ registers: [classic] }) =>
    (classic?.getMetricsAsArray() ?? []).map(({ name }) => name),
  );
}

test('the scrape configuration and the rules are valid', () => {
  assert.match(promtool('check', 'config', 'prometheus.yml'), 'SUCCESS: prometheus.yml is valid');
});

test('every alert fires when it must, and stays quiet when it must', () => {
  assert.not.match(promtool('test', 'rules', ...testFiles), 'FAILED');
  const tried = testFiles.map(read).join('\n');
  assert.ok(alerts.length > 20);
  for (const name of alerts) {
    assert.match(tried, `- name: ${name} fires`);
    assert.match(tried, `- name: ${name} stays quiet`);
  }
});

test('alerts and panels ask for metrics that exist', () => {
  const names = new Set([...definedNames(), 'efir_ready', 'up']);
  const asked = [
    ...queriesOf(readDashboard()).map(({ expr }) => expr),
    read('alerts.yml').replace(/annotations:[\s\S]*?(?=- alert|$)/g, ''),
  ];
  for (const [name] of asked.join('\n').matchAll(/\b(?:efir|http|nodejs|process)_\w+/g)) {
    assert.ok(names.has(name) || names.has(name.replace(/_(bucket|sum|count)$/, '')), name);
  }
});

test('docs/OPERATIONS.md explains every alert and every metric of ours', () => {
  const docs = read('../docs/OPERATIONS.md');
  for (const name of alerts) assert.match(docs, `\`${name}\``, name);
  for (const name of definedNames().filter((it) => /^(efir|http)_/.test(it))) assert.match(docs, `\`${name}`, name);
});

test('the dashboard: a data source to choose, panels that say what they show and do not overlap', () => {
  const { panels, templating } = readDashboard();
  assert.ok(templating.list.some(({ name, type }) => name === 'datasource' && type === 'datasource'));
  assert.is(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = new Set<string>();
  for (const { type, title, description, datasource, gridPos, targets = [] } of panels) {
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        assert.not.ok(cells.has(`${x},${y}`), `${title} overlaps`);
        cells.add(`${x},${y}`);
      }
    }
    assert.ok(gridPos.x + gridPos.w <= 24, title);
    if (type === 'row') continue;
    assert.ok((description ?? '').length > 5, title);
    assert.is(datasource?.uid, chosen, title);
    assert.ok(targets.length > 0, title);
  }
  const shown = queriesOf({ title: '', templating, panels })
    .map(({ expr }) => expr)
    .join('\n');
  for (const topic of [
    'streams_active',
    'listeners',
    'http_request_duration',
    'errors_total',
    'track_transition',
    'auto_end',
  ])
    assert.match(shown, topic);
});

test.run();
