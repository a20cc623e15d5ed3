import {
  collectDefaultMetrics,
  Gauge,
  type OpenMetricsContentType,
  type PrometheusContentType,
  Registry,
} from 'prom-client';
import { chooseFormat, type MetricsFormat } from './accept.ts';

/** prom-client's registry; its content type may change. */
export type AnyRegistry = Registry<PrometheusContentType | OpenMetricsContentType>;

/** Rendered metrics with their content type. */
export interface Rendered {
  readonly contentType: string;
  readonly body: string;
}

/** The metrics of one process, in both of Prometheus' text formats. */
export interface Metrics {
  /** Give these to every metric's `registers`. Counters are named `…_total` and have no asynchronous `collect`. */
  readonly registers: AnyRegistry[];
  /**
   * OpenMetrics when the Accept header asks for it, else the classic text format 0.0.4. Scrapes that come while one of the same format is
   * being rendered share it.
   */
  render(accept: string | undefined): Promise<Rendered>;
}

/**
 * Creates the metrics of a process with the defaults of prom-client (CPU, memory, event loop) and `efir_build_info`.
 * Format: https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function createMetrics(build: { readonly version: string; readonly service: string }): Metrics {
  const classic: AnyRegistry = new Registry();
  const open: AnyRegistry = new Registry();
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const registers = [classic, open];
  collectDefaultMetrics({ register: classic });
  for (const { name } of classic.getMetricsAsArray()) {
    const metric = classic.getSingleMetric(name);
    if (metric !== undefined) open.registerMetric(metric);
  }
  const info = new Gauge({
    name: 'efir_build_info',
    help: 'Always 1; the build stands in the labels.',
    labelNames: ['version', 'service', 'node'],
    registers,
  });
  info.set({ ...build, node: process.version }, 1);
  const rendering = new Map<MetricsFormat, Promise<Rendered>>();
  const renderAs = async (format: MetricsFormat): Promise<Rendered> => {
    const registry = format === 'classic' ? classic : open;
    return {
      contentType: registry.contentType,
      body: await (format === 'classic' ? classic.metrics() : renderOpen(open)),
    };
  };
  return {
    registers,
    render(accept) {
      const format = chooseFormat(accept);
      const shared = rendering.get(format) ?? renderAs(format).finally(() => rendering.delete(format));
      rendering.set(format, shared);
      return shared;
    },
  };
}

/** prom-client takes `_total` off the counters themselves while it renders OpenMetrics; the names are put back for the classic text. */
function renderOpen(open: AnyRegistry): Promise<string> {
  const metrics: { name: string }[] = open.getMetricsAsArray();
  const names = metrics.map(({ name }) => name);
  const body = open.metrics();
  metrics.forEach((metric, i) => {
    metric.name = names[i] ?? metric.name;
  });
  return body;
}
