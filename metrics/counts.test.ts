import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createErrorTally } from '../error-tally.ts';
import { AppError, errorCodes } from '../errors.ts';
import type { EfirEvent } from '../storage/events.ts';
import { readMetric } from '../test/fixtures/readings.ts';
import { registerAutoEndMetrics } from './auto-end.ts';
import { registerCommandMetrics } from './commands.ts';
import { registerErrorMetrics } from './errors.ts';
import { registerFloodWaitMetrics } from './flood-waits.ts';
import { createMetrics } from './registry.ts';
import { registerSessionMetrics } from './sessions.ts';
import { registerTrackMetrics } from './tracks.ts';
import { registerWebSocketMetrics } from './websocket.ts';

const test = suite('metrics that are counted');
const create = () => createMetrics({ version: '1', service: 'control' });

test('tracks, gaps between them, waits for the first sound, interruptions', async () => {
  const metrics = create();
  const tracks = registerTrackMetrics(metrics);
  tracks.trackEnded('finished');
  tracks.trackEnded('finished');
  tracks.trackEnded('skipped');
  tracks.trackFollowed(40);
  tracks.trackFollowed(260);
  tracks.soundBegan(800);
  tracks.ranDry();
  assert.equal(await readMetric(metrics, 'efir_tracks_played_total'), {
    '{result="finished"}': 2,
    '{result="skipped"}': 1,
    '{result="failed"}': 0,
    '{result="stopped"}': 0,
  });
  const gaps = await readMetric(metrics, 'efir_track_transition_seconds_bucket');
  assert.is(gaps['{le="0.045"}'], 1, 'gapless is in the first bucket');
  assert.is(gaps['{le="0.3"}'], 2);
  assert.equal(await readMetric(metrics, 'efir_first_audio_seconds_sum'), { efir_first_audio_seconds_sum: 0.8 });
  assert.equal(await readMetric(metrics, 'efir_underruns_total'), { efir_underruns_total: 1 });
});

test('commands by name and result, from 0 on; made-up names share one', async () => {
  const metrics = create();
  const observe = registerCommandMetrics(metrics, ['play', 'skip']);
  observe('play', 'done', 120);
  observe('play', 'failed', 80);
  for (let i = 0; i < 100; i += 1) observe(null, 'refused', 1);
  assert.equal(await readMetric(metrics, 'efir_commands_total'), {
    '{command="play",result="done"}': 1,
    '{command="play",result="refused"}': 0,
    '{command="play",result="failed"}': 1,
    '{command="skip",result="done"}': 0,
    '{command="skip",result="refused"}': 0,
    '{command="skip",result="failed"}': 0,
    '{command="unknown",result="done"}': 0,
    '{command="unknown",result="refused"}': 100,
    '{command="unknown",result="failed"}': 0,
  });
  const [seconds] = Object.values(await readMetric(metrics, 'efir_command_duration_seconds_sum'));
  assert.is(seconds?.toFixed(3), '0.300');
});

test('ends of sessions by reason, and nothing else that happens', async () => {
  const metrics = create();
  const observe = registerSessionMetrics(metrics);
  const event = { id: '1-0', streamId: -1, at: 0 };
  const ended = (endReason: 'auto-end' | 'manual' | 'error'): EfirEvent => ({
    ...event,
    type: 'stream.ended',
    data: { sessionId: 's', endReason, detail: null },
  });
  observe(ended('auto-end'));
  observe(ended('error'));
  observe({ ...event, type: 'stream.started', data: { sessionId: 's', startedBy: 1 } });
  assert.equal(await readMetric(metrics, 'efir_sessions_ended_total'), {
    '{reason="auto-end"}': 1,
    '{reason="manual"}': 0,
    '{reason="error"}': 1,
  });
});

test('what came of ends that were due', async () => {
  const metrics = create();
  const observe = registerAutoEndMetrics(metrics);
  observe('warned');
  observe('ended');
  const outcomes = await readMetric(metrics, 'efir_auto_end_total');
  assert.is(outcomes['{outcome="ended"}'], 1);
  assert.is(outcomes['{outcome="uncounted"}'], 0);
  assert.is(Object.keys(outcomes).length, 5);
});

test('errors by code, every code from the start', async () => {
  const metrics = create();
  const tally = createErrorTally();
  registerErrorMetrics(metrics, tally.counts);
  tally.note(new AppError('call-lost', 'gone'));
  tally.note(new TypeError('a defect'));
  const errors = await readMetric(metrics, 'efir_errors_total');
  assert.is(errors['{code="call-lost"}'], 1);
  assert.is(errors['{code="internal"}'], 1);
  assert.is(Object.keys(errors).length, errorCodes.length);
});

test('waits that Telegram asked for, in seconds', async () => {
  const metrics = create();
  const observe = registerFloodWaitMetrics(metrics);
  observe(7_000);
  observe(500);
  assert.equal(await readMetric(metrics, 'efir_flood_wait_seconds_total'), { efir_flood_wait_seconds_total: 7.5 });
});

test('WebSocket clients, and those that were cut off', async () => {
  const metrics = create();
  const { setClients, dropped } = registerWebSocketMetrics(metrics);
  setClients(3);
  dropped('slow');
  assert.equal(await readMetric(metrics, 'efir_ws_clients'), { efir_ws_clients: 3 });
  assert.is((await readMetric(metrics, 'efir_ws_dropped_total'))['{cause="slow"}'], 1);
});

test.run();
