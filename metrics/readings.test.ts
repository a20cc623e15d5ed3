import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMetric } from '../test/fixtures/readings.ts';
import { registerAssistantMetrics } from './assistant.ts';
import { registerCallMetrics } from './calls.ts';
import { registerDiskMetrics } from './disk.ts';
import { registerIngestMetrics } from './ingest.ts';
import { registerReadinessMetrics } from './readiness.ts';
import { createMetrics } from './registry.ts';
import { registerStreamMetrics } from './streams.ts';

const test = suite('metrics that are read at each scrape');
const create = () => createMetrics({ version: '1', service: 'player' });

test('streams by state, all of them, and who listens', async () => {
  const metrics = create();
  let states: Record<string, number> = { live: 2, blocked: 1 };
  registerStreamMetrics(metrics, () => ({ states, listeners: 12 }));
  assert.equal(await readMetric(metrics, 'efir_streams_active'), { efir_streams_active: 3 });
  assert.equal(await readMetric(metrics, 'efir_streams'), {
    '{state="joining"}': 0,
    '{state="live"}': 2,
    '{state="degraded"}': 0,
    '{state="rejoining"}': 0,
    '{state="blocked"}': 1,
  });
  assert.equal(await readMetric(metrics, 'efir_listeners'), { efir_listeners: 12 });
  states = {};
  assert.equal(await readMetric(metrics, 'efir_streams_active'), { efir_streams_active: 0 }, 'each scrape asks anew');
});

test('rejoins by cause: every cause is there from the start', async () => {
  const metrics = create();
  registerCallMetrics(metrics, () => ({ deaf: 2, 'call-gone': 1 }));
  const rejoins = await readMetric(metrics, 'efir_call_rejoins_total');
  assert.is(rejoins['{cause="deaf"}'], 2);
  assert.is(rejoins['{cause="call-gone"}'], 1);
  assert.is(rejoins['{cause="not-joined"}'], 0);
  assert.equal(await readMetric(metrics, 'efir_call_rejoins_total'), rejoins, 'a scrape adds nothing');
});

test('preparing: what waits, what is kept, how long it took', async () => {
  const metrics = create();
  const { prepared } = registerIngestMetrics(metrics, () => ({ pending: 3, cacheBytes: 5e6, cacheMaxBytes: 2e9 }));
  prepared(1_500, 'ok');
  prepared(200, 'failed');
  assert.equal(await readMetric(metrics, 'efir_ingest_queue'), { efir_ingest_queue: 3 });
  assert.equal(await readMetric(metrics, 'efir_cache_bytes'), { efir_cache_bytes: 5e6 });
  assert.equal(await readMetric(metrics, 'efir_cache_max_bytes'), { efir_cache_max_bytes: 2e9 });
  assert.equal(await readMetric(metrics, 'efir_ingest_seconds_sum'), {
    '{result="ok"}': 1.5,
    '{result="failed"}': 0.2,
  });
});

test('the assistant’s line', async () => {
  const metrics = create();
  let isConnected = true;
  registerAssistantMetrics(metrics, () => isConnected);
  assert.equal(await readMetric(metrics, 'efir_assistant_connected'), { efir_assistant_connected: 1 });
  isConnected = false;
  assert.equal(await readMetric(metrics, 'efir_assistant_connected'), { efir_assistant_connected: 0 });
});

test('free space, and none where there is no folder', async () => {
  const metrics = create();
  registerDiskMetrics(metrics, import.meta.dirname);
  assert.ok(Object.values(await readMetric(metrics, 'efir_disk_free_bytes')).every((bytes) => bytes > 0));
  const other = create();
  registerDiskMetrics(other, '/nowhere/at/all');
  assert.equal(await readMetric(other, 'efir_disk_free_bytes'), { efir_disk_free_bytes: 0 });
});

test('readiness by part', async () => {
  const metrics = create();
  registerReadinessMetrics(metrics, { parts: ['bot', 'player'], findUnready: async () => ['player'] });
  assert.equal(await readMetric(metrics, 'efir_ready'), { '{part="bot"}': 1, '{part="player"}': 0 });
});

test.run();
