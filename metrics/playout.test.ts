import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { registerPlayoutMetrics } from './playout.ts';
import { createMetrics } from './registry.ts';

const test = suite('playout metrics');

test('shows the present figures at every scrape', async () => {
  const metrics = createMetrics({ version: '1', service: 'player' });
  let frames = 100;
  registerPlayoutMetrics(metrics, () => ({
    streams: 2,
    clock: { frames, late: 3, missed: 1, latenessMs: { p50: 1, p99: 4, max: 9 } },
  }));
  const first = (await metrics.render(undefined)).body;
  assert.match(first, 'efir_leases 2');
  assert.match(first, 'efir_frames_total{state="sent"} 97');
  assert.match(first, 'efir_frames_total{state="late"} 3');
  assert.match(first, 'efir_frame_lateness_seconds{quantile="0.99"} 0.004');
  frames = 150;
  assert.match((await metrics.render('application/openmetrics-text')).body, 'efir_frames_total{state="sent"} 147');
});

test.run();
