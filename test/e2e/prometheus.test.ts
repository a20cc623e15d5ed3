import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { queriesOf, readDashboard } from '../fixtures/dashboard.ts';
import type { EfirRoom } from '../fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { type RunningPrometheus, startPrometheus } from '../fixtures/prometheus.ts';
import { readingsOf } from '../fixtures/readings.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** The acceptance of US4 (SPEC.md): a real Prometheus scrapes a real Efir with a stream on the air; then faults. */
const test = suite('Prometheus');
let stage: EfirStage;
let room: EfirRoom;
let prometheus: RunningPrometheus;

test.before(async () => {
  stage = await openEfirStage({ tones: { One: 500, Two: 600, Three: 700, Four: 800 }, seconds: 5 });
  const { efir } = stage;
  const hostOf = (url: string) => new URL(url).host;
  [room, prometheus] = await Promise.all([
    stage.openRoom(),
    startPrometheus({ control: hostOf(efir.httpUrl), player: hostOf(efir.metricsUrl) }),
  ]);
});

test.after(async () => {
  await prometheus.stop();
  await stage.close();
});

/** What an endpoint says now, outside of Prometheus. */
async function scrape(url: string, accept = 'text/plain'): Promise<string> {
  return (await fetch(url, { headers: { accept } })).text();
}
const control = () => scrape(`${stage.efir.httpUrl}/api/v1/metrics`);
const player = () => scrape(stage.efir.metricsUrl);
const single = (text: string, name: string) => Object.values(readingsOf(text, name))[0];

test('US4.1: it takes both ports as they are', async () => {
  await waitFor(async () => (await prometheus.targets()).filter(({ health }) => health === 'up').length === 2, {
    what: `both targets: ${JSON.stringify(await prometheus.targets())}`,
    timeoutMs: 30_000,
    everyMs: 200,
  });
  for (const url of [stage.efir.metricsUrl, `${stage.efir.httpUrl}/metrics`]) {
    const open = await fetch(url, { headers: { accept: 'application/openmetrics-text; version=1.0.0' } });
    assert.match(open.headers.get('content-type') ?? '', 'application/openmetrics-text; version=1.0.0');
    assert.match(await open.text(), /\n# EOF\n$/);
  }
});

test('US4.2: after 100 requests http_requests_total has grown by exactly 100', async () => {
  const total = async () =>
    Object.values(readingsOf(await control(), 'http_requests_total')).reduce((sum, value) => sum + value, 0);
  const before = await total();
  for (let i = 0; i < 100; i += 1) await fetch(`${stage.efir.httpUrl}/livez`);
  assert.is((await total()) - before, 100);
});

test('US4.3: every panel of the dashboard gets data of a stream on the air', async () => {
  const people = [await stage.person('Anna'), await stage.person('Egor')];
  await room.start('One', 'Two', 'Three', 'Four');
  await room.join(...people);
  // Two changes of track: by then everything that a panel shows has happened.
  const finished = async () => readingsOf(await player(), 'efir_tracks_played_total')['{result="finished"}'] ?? 0;
  await waitFor(async () => (await finished()) >= 2, { what: 'two tracks to end', timeoutMs: 60_000, everyMs: 200 });
  const empty = async () => {
    const results = await Promise.all(
      queriesOf(readDashboard()).map(async ({ title, expr }) => {
        const samples = await prometheus.query(expr.replaceAll('$__rate_interval', '2m'));
        return samples.some(({ value }) => Number.isFinite(value)) ? null : `${title}: ${expr}`;
      }),
    );
    return results.filter((it) => it !== null);
  };
  await waitFor(async () => (await empty()).length === 0, {
    what: 'data of all panels',
    timeoutMs: 30_000,
    everyMs: 1_000,
  }).catch(async () => assert.equal(await empty(), []));
});

test('and the figures are those of that stream', async () => {
  const [streams, listeners] = await Promise.all([
    prometheus.query('sum(efir_streams_active)'),
    prometheus.query('sum(efir_listeners)'),
  ]);
  assert.equal([streams[0]?.value, listeners[0]?.value], [1, 2]);
  const [sent] = await prometheus.query('sum(rate(efir_frames_total{state=~"sent|late"}[5s]))');
  assert.ok((sent?.value ?? 0) > 35 && (sent?.value ?? 0) < 65, `${sent?.value} frames a second`);
  const text = await player();
  // Prepared tracks follow each other with nothing but the packet that resets the decoders between.
  const gaps = readingsOf(text, 'efir_track_transition_seconds_bucket');
  assert.ok((gaps['{le="0.07"}'] ?? 0) >= 1, JSON.stringify(gaps));
  assert.is(single(text, 'efir_first_audio_seconds_count'), 1);
  assert.ok((single(text, 'efir_ingest_seconds_count') ?? 0) >= 1);
  assert.ok((single(text, 'efir_cache_bytes') ?? 0) > 10_000);
  assert.is(single(text, 'efir_assistant_connected'), 1);
  const commands = readingsOf(await control(), 'efir_commands_total');
  assert.ok((commands['{command="play",result="done"}'] ?? 0) >= 2, JSON.stringify(commands));
});

test('a session that ends is counted with its reason', async () => {
  await room.say('/stop');
  const ended = async () => readingsOf(await control(), 'efir_sessions_ended_total')['{reason="manual"}'];
  await waitFor(async () => (await ended()) === 1, { what: 'the end to be counted', timeoutMs: 20_000, everyMs: 100 });
  await waitFor(async () => single(await player(), 'efir_streams_active') === 0, { what: 'no stream', everyMs: 100 });
});

test('a hundred scrapes a second, with odd headers, get their answers, and sound goes on', async () => {
  // The queue was kept: it goes on with what was cut short.
  await room.say('/play One');
  const framesOf = async () => readingsOf(await player(), 'efir_frames_total')['{state="sent"}'] ?? 0;
  const before = await framesOf();
  const accepts = ['', '*/*;q=x', 'application/openmetrics-text', ';;;,q', 'text/plain'];
  const scrapes: Promise<string>[] = [];
  for (let round = 0; round < 20; round += 1) {
    for (const accept of accepts) scrapes.push(scrape(stage.efir.metricsUrl, accept));
    await sleep(50);
  }
  for (const body of await Promise.all(scrapes)) assert.match(body, 'efir_build_info');
  await waitFor(async () => (await framesOf()) > before + 50, { what: 'more frames', timeoutMs: 30_000, everyMs: 100 });
});

test('EC3: Prometheus goes away in the middle: metrics are collected on', async () => {
  await prometheus.stop();
  const framesOf = async () => readingsOf(await player(), 'efir_frames_total')['{state="sent"}'] ?? 0;
  const before = await framesOf();
  await waitFor(async () => (await framesOf()) > before, { what: 'more frames', everyMs: 100 });
  assert.ok(await stage.efir.isReady());
});

test('Redis goes away: both endpoints stay, say so, and recover by themselves', async () => {
  const { efir } = stage;
  const ups = async () => [single(await control(), 'efir_redis_up'), single(await player(), 'efir_redis_up')];
  assert.equal(await ups(), [1, 1]);
  const [pid] = await efir.pidsOf('redis-server');
  assert.ok(pid);
  // It stands still: connections stay open, nothing is answered, and nobody starts it again meanwhile.
  process.kill(pid, 'SIGSTOP');
  try {
    await waitFor(async () => (await ups()).every((up) => up === 0), {
      what: 'both to say that Redis is away',
      timeoutMs: 30_000,
      everyMs: 200,
    });
    assert.is(readingsOf(await control(), 'efir_ready')['{part="redis"}'], 0);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await waitFor(async () => (await ups()).every((up) => up === 1), {
    what: 'both to say that Redis is back',
    timeoutMs: 30_000,
    everyMs: 200,
  });
});

test.run();
