import { Counter, Gauge } from 'prom-client';
import type { Metrics } from './registry.ts';
import { createTalliedHistogram, type TalliedSeries } from './tallied-histogram.ts';

/** Counts requests. A request is one `begun` and one `answered`. */
export interface HttpMeter {
  /** A request has arrived; gives the time of it, for `answered`. */
  begun(): number;
  /** Its answer is sent, or nobody is there any more to get it. `route`: the pattern it matched, never its path; null: it matched none. */
  answered(begunAt: number, method: string, route: string | null, status: number): void;
}

/** Others than these share one label value: a client can make up as many as it likes. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What was answered by one route and method. */
interface Tally {
  readonly method: string;
  readonly route: string;
  readonly byStatus: Map<number, number>;
  readonly durations: TalliedSeries;
}

/**
 * Defines `http_requests_total`, `http_request_duration_seconds` and `http_requests_in_flight`. Requests are counted here and handed to
 * prom-client when they are scraped: its own counting costs several times as much for each request.
 */
export function registerHttpMetrics(metrics: Metrics): HttpMeter {
  const { registers } = metrics;
  const tallies = new Map<string, Map<string, Tally>>();
  let inFlight = 0;
  const all = () => [...tallies.values()].flatMap((ofRoute) => [...ofRoute.values()]);

  new Counter({
    name: 'http_requests_total',
    help: 'HTTP requests answered, scrapes of metrics left out; route is the pattern, or unknown.',
    labelNames: ['method', 'route', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { method, route, byStatus } of all()) {
        for (const [status, count] of byStatus) this.inc({ method, route, status }, count);
      }
    },
  });
  const createSeries = createTalliedHistogram(metrics, {
    name: 'http_request_duration_seconds',
    help: 'From the arrival of a request until its answer is sent, scrapes of metrics left out.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  });
  new Gauge({
    name: 'http_requests_in_flight',
    help: 'HTTP requests that are being answered now.',
    registers,
    collect() {
      this.set(inFlight);
    },
  });

  function tallyOf(given: string, route: string): Tally {
    const method = methods.has(given) ? given : 'other';
    const known = tallies.get(route)?.get(method);
    if (known !== undefined) return known;
    const tally = { method, route, byStatus: new Map(), durations: createSeries({ method, route }) };
    tallies.set(route, new Map([...(tallies.get(route) ?? []), [method, tally]]));
    return tally;
  }

  return {
    begun() {
      inFlight += 1;
      return performance.now();
    },
    answered(begunAt, method, route, status) {
      inFlight -= 1;
      const tally = tallyOf(method, route ?? 'unknown');
      tally.durations.observe((performance.now() - begunAt) / 1_000);
      tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1);
    },
  };
}
