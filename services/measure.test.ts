import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createErrorTally } from '../error-tally.ts';
import { registerReadinessMetrics } from '../metrics/readiness.ts';
import { createMetrics, type Metrics } from '../metrics/registry.ts';
import { measureControl } from './measure-control.ts';
import { measurePlayer } from './measure-player.ts';

const test = suite('the metrics of both processes');

/** Issue by issue these names were promised; they are only ever extended. */
const promised = {
  control: [
    ...['http_requests_total', 'http_request_duration_seconds', 'http_requests_in_flight'],
    ...['efir_sessions_ended_total', 'efir_auto_end_total', 'efir_commands_total', 'efir_command_duration_seconds'],
    ...['efir_flood_wait_seconds_total', 'efir_errors_total', 'efir_ready', 'efir_build_info'],
    ...['efir_redis_up', 'efir_redis_reconnects_total', 'efir_redis_command_duration_seconds'],
    ...['efir_db_up', 'efir_db_size_bytes', 'efir_db_query_duration_seconds'],
    ...['efir_ws_clients', 'efir_ws_dropped_total', 'process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds'],
  ],
  player: [
    ...['efir_streams_active', 'efir_streams', 'efir_listeners', 'efir_leases', 'efir_tracks_played_total'],
    ...['efir_track_transition_seconds', 'efir_first_audio_seconds', 'efir_underruns_total', 'efir_frames_total'],
    ...['efir_frame_lateness_seconds', 'efir_call_rejoins_total', 'efir_ingest_seconds', 'efir_ingest_queue'],
    ...['efir_cache_bytes', 'efir_cache_max_bytes', 'efir_disk_free_bytes', 'efir_assistant_connected'],
    ...['efir_flood_wait_seconds_total', 'efir_errors_total', 'efir_redis_up', 'efir_redis_reconnects_total'],
    ...['efir_redis_command_duration_seconds', 'process_resident_memory_bytes', 'efir_build_info'],
  ],
};

/** Both processes' metrics as their compositions make them, each with something in it. */
function measureBoth(): Readonly<Record<'control' | 'player', Metrics>> {
  const control = createMetrics({ version: '1.2.3', service: 'control' });
  const measured = measureControl(control, createErrorTally());
  registerReadinessMetrics(control, { parts: ['bot', 'sql'], findUnready: async () => ['sql'] });
  measured.http.answered(measured.http.begun(), 'GET', '/api/v1/streams/:id', 200);
  measured.bot.onCommand('play', 'done', 10);
  measured.onQuery('select')(1, 'ok');
  const player = createMetrics({ version: '1.2.3', service: 'player' });
  const { player: observer } = measurePlayer(player, { errors: createErrorTally(), dataDir: import.meta.dirname });
  observer.trackFollowed(40);
  return { control, player };
}

for (const service of ['control', 'player'] as const) {
  test(`${service}: all that was promised, in both formats, each with help`, async () => {
    const metrics = measureBoth()[service];
    const classic = (await metrics.render(undefined)).body;
    const open = (await metrics.render('application/openmetrics-text')).body;
    for (const name of promised[service]) {
      assert.match(classic, new RegExp(`^# HELP ${name} \\S.*\\n# TYPE ${name} `, 'm'), name);
      assert.match(classic, new RegExp(`^${name}(_bucket|_count|\\{| )`, 'm'), `${name} has a value`);
      assert.match(open, new RegExp(`^# TYPE ${name.replace(/_total$/, '')} `, 'm'), name);
    }
  });

  test(`${service}: promtool has nothing to say about our own metrics`, async () => {
    const { body } = await measureBoth()[service].render(undefined);
    // It objects to names that prom-client gives to Node's metrics (nodejs_…_total as gauges).
    const own = body.split('\n').filter((line) => /^(# (HELP|TYPE) )?(efir|http)_/.test(line));
    assert.ok(own.length > 100, `${own.length} lines`);
    assert.is(execFileSync('promtool', ['check', 'metrics'], { input: `${own.join('\n')}\n`, encoding: 'utf8' }), '');
  });

  test(`${service}: labels are few, and name no chat, person or track`, async () => {
    const { body } = await measureBoth()[service].render(undefined);
    const allowed =
      /^(method|route|status|le|reason|outcome|command|result|code|part|operation|cause|state|quantile|version|service|node|space|type|kind|major|minor|patch)$/;
    for (const [, name = ''] of body.matchAll(/[{,](\w+)="/g)) assert.match(name, allowed);
    assert.ok(body.split('\n').length < 700, `${body.split('\n').length} lines before any traffic`);
  });
}

test.run();
