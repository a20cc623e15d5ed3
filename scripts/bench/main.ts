/**
 * Benchmarks: `npm run bench -- NAME [--json] [options]`. What each measures is said beside its function; the result is JSON on the last line.
 * Without `--json` it is shown indented before that, too.
 */
import { parseArgs } from 'node:util';

interface BenchArguments {
  readonly engine: string;
  readonly n: number | undefined;
  readonly streams: number | undefined;
  readonly events: number | undefined;
  /** Share of updates that are lost, as `5%`. */
  readonly lose: string | undefined;
  readonly seconds: number | undefined;
  /** Of `kill`, and albums of `bulk-add`. */
  readonly rounds: number | undefined;
  /** `transitions` between files of different formats, through the whole product. */
  readonly mixed: boolean;
  readonly items: number | undefined;
  readonly clients: number | undefined;
  readonly users: number | undefined;
  readonly tracks: number | undefined;
  readonly drops: number | undefined;
  /** One fault of `faults`. */
  readonly only: string | undefined;
}

/** Loaded when asked for: each brings its own part of the product. */
const benches: Readonly<Record<string, (args: BenchArguments) => Promise<object>>> = {
  async streams({ engine, n = 20, seconds = 20 }) {
    const { benchStreams } = await import('./streams.ts');
    if (engine === 'native' || engine === 'tgcalls') return benchStreams({ engine, n, seconds });
    if (engine !== 'both') throw new Error('--engine is native, tgcalls or both');
    const native = await benchStreams({ engine: 'native', n, seconds });
    const tgcalls = await benchStreams({ engine: 'tgcalls', n, seconds });
    return { native, tgcalls, cpuRatio: Number((tgcalls.coresPerStream / native.coresPerStream).toFixed(1)) };
  },
  async transitions({ n = 50, mixed }) {
    if (mixed) {
      const { benchMixedTransitions } = await import('./transitions-mixed.ts');
      return benchMixedTransitions();
    }
    const { benchTransitions } = await import('./transitions.ts');
    return benchTransitions(n);
  },
  async 'first-audio'({ n = 20 }) {
    const { benchFirstAudio } = await import('./first-audio.ts');
    return benchFirstAudio(n);
  },
  async queue({ items = 10_000, clients = 16, seconds = 10 }) {
    const { benchQueue } = await import('./queue.ts');
    return benchQueue({ items, clients, seconds });
  },
  async ingest() {
    const { benchIngest } = await import('./ingest.ts');
    return benchIngest();
  },
  async kill({ rounds = 50 }) {
    const { benchKill } = await import('./kill.ts');
    return benchKill(rounds);
  },
  async faults({ rounds = 5, only }) {
    const { benchFaults } = await import('./faults.ts');
    return benchFaults(rounds, only);
  },
  async 'auto-end'({ streams = 200, seconds = 20 }) {
    const { benchAutoEnd } = await import('./auto-end.ts');
    return benchAutoEnd(streams, seconds);
  },
  async listeners({ events = 20_000, lose = '5%' }) {
    const { benchListeners } = await import('./listeners.ts');
    return benchListeners(events, Number(lose.replace('%', '')) / 100);
  },
  async ws({ clients = 2_000, events = 200 }) {
    const { benchWs } = await import('./ws.ts');
    return benchWs(clients, events);
  },
  async 'ws-resync'({ clients = 200, drops = 20 }) {
    const { benchWsResync } = await import('./ws-resync.ts');
    return benchWsResync(clients, drops);
  },
  async 'metrics-overhead'({ n = 30_000 }) {
    const { benchMetricsOverhead } = await import('./metrics-overhead.ts');
    return benchMetricsOverhead(n);
  },
  async scrape({ streams = 500, seconds = 10 }) {
    const { benchScrape } = await import('./scrape.ts');
    return benchScrape(streams, seconds);
  },
  async 'bulk-add'({ n = 10, rounds = 5 }) {
    const { benchBulkAdd } = await import('./bulk-add.ts');
    return benchBulkAdd(n, rounds);
  },
  async admin({ users = 100_000, tracks = 100_000 }) {
    const { benchAdmin } = await import('./admin.ts');
    return benchAdmin({ users, tracks });
  },
};

/** Exit code for wrong arguments (EX_USAGE of sysexits.h). */
const exitCodeUsage = 64;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'native' },
    n: { type: 'string' },
    streams: { type: 'string' },
    events: { type: 'string' },
    lose: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    mixed: { type: 'boolean', default: false },
    items: { type: 'string' },
    clients: { type: 'string' },
    users: { type: 'string' },
    tracks: { type: 'string' },
    drops: { type: 'string' },
    only: { type: 'string' },
  },
});

const bench = benches[positionals[0] ?? ''];
if (bench === undefined) {
  console.error(
    `usage: npm run bench -- ${Object.keys(benches).join(' | ')} [--json] [--engine E] [--n N] [--seconds S] [--items N] [--clients N]`,
  );
  process.exit(exitCodeUsage);
}

const result = await bench({
  engine: values.engine,
  n: values.n === undefined ? undefined : Number(values.n),
  events: values.events === undefined ? undefined : Number(values.events),
  lose: values.lose,
  streams: values.streams === undefined ? undefined : Number(values.streams),
  seconds: values.seconds === undefined ? undefined : Number(values.seconds),
  rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  mixed: values.mixed,
  items: values.items === undefined ? undefined : Number(values.items),
  clients: values.clients === undefined ? undefined : Number(values.clients),
  users: values.users === undefined ? undefined : Number(values.users),
  tracks: values.tracks === undefined ? undefined : Number(values.tracks),
  drops: values.drops === undefined ? undefined : Number(values.drops),
  only: values.only,
});
if (!values.json) console.log(JSON.stringify(result, null, 2));
console.log(JSON.stringify(result));
