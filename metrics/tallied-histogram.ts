import { Histogram } from 'prom-client';
import type { Metrics } from './registry.ts';

/** One series of a {@link createTalliedHistogram}. */
export interface TalliedSeries {
  observe(seconds: number): void;
}

/** As of prom-client's histogram. `buckets`: upper edges, ascending; an open one follows. */
export interface TalliedHistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly buckets: readonly number[];
}

/** So many values of a series are kept as they are, until they are sorted into their buckets. */
const mostUntallied = 256;

/**
 * A histogram for what happens with every request: it notes values, counts them in plain numbers from time to time, and hands these to
 * prom-client when it is scraped, whose own counting costs several times as much. Gives a function that makes a series; keep the series.
 */
export function createTalliedHistogram(
  { registers }: Metrics,
  { name, help, labelNames, buckets }: TalliedHistogramOptions,
): (labels: Readonly<Record<string, string>>) => TalliedSeries {
  const all: (() => readonly object[])[] = [];
  const histogram = new Histogram({ name, help, labelNames, registers });
  // What prom-client asks a histogram for its samples by.
  Object.assign(histogram, {
    getForPromString: async () => ({ name, help, type: 'histogram', values: all.flatMap((samples) => samples()) }),
  });
  return (labels) => {
    const counts = Array.from({ length: buckets.length + 1 }, () => 0);
    let sum = 0;
    const untallied = new Float64Array(mostUntallied);
    let waiting = 0;
    const tally = () => {
      for (const seconds of untallied.subarray(0, waiting)) {
        const found = buckets.findIndex((edge) => seconds <= edge);
        const bucket = found < 0 ? buckets.length : found;
        counts[bucket] = (counts[bucket] ?? 0) + 1;
        sum += seconds;
      }
      waiting = 0;
    };
    all.push(() => {
      tally();
      // As prom-client writes it: buckets are cumulative.
      let count = 0;
      const cumulative = counts.map((inBucket, index) => {
        count += inBucket;
        return { metricName: `${name}_bucket`, labels: { le: buckets[index] ?? '+Inf', ...labels }, value: count };
      });
      return [
        ...cumulative,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    });
    return {
      observe(seconds) {
        untallied[waiting] = seconds;
        waiting += 1;
        if (waiting === mostUntallied) tally();
      },
    };
  };
}
