import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from './registry.ts';

/** A request that was answered. `route`: the pattern it matched, never its path; null: it matched none. */
export interface AnsweredRequest {
  readonly method: string;
  readonly route: string | null;
  readonly status: number;
}

/** Counts requests. */
export interface HttpMeter {
  /** A request has begun; call the result once, when its answer is ready. */
  begin(): (answered: AnsweredRequest) => void;
}

/** Others than these share one label value: a client can make up as many as it likes. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Defines `http_requests_total`, `http_request_duration_seconds` and `http_requests_in_flight`. */
export function registerHttpMetrics({ registers }: Metrics): HttpMeter {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'HTTP requests answered, scrapes of metrics left out; route is the pattern, or unknown.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the arrival of a request to its answer, scrapes of metrics left out.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  let inFlight = 0;
  new Gauge({
    name: 'http_requests_in_flight',
    help: 'HTTP requests that are being answered now.',
    registers,
    collect() {
      this.set(inFlight);
    },
  });
  return {
    begin() {
      inFlight += 1;
      const begunAt = performance.now();
      return ({ method: given, route: matched, status }) => {
        inFlight -= 1;
        const method = methods.has(given) ? given : 'other';
        const route = matched ?? 'unknown';
        requests.inc({ method, route, status }, 1);
        durations.observe({ method, route }, (performance.now() - begunAt) / 1_000);
      };
    },
  };
}
