/** Counts durations in bins of 0.25 ms up to 100 ms; constant memory, so that it can run for ever. */
export interface Histogram {
  /** `valueMs` below 0 counts as 0; above 100 ms only `max` keeps it exactly. */
  add(valueMs: number): void;
  /** The upper edge of the bin in which the share `portion` (0…1) of all values is reached, ms; 0 when there are none. */
  quantile(portion: number): number;
  /** The largest value, ms; 0 when there are none. */
  max(): number;
  reset(): void;
}

const binMs = 0.25;
const bins = 401;

/** Creates an empty histogram. */
export function createHistogram(): Histogram {
  const counts = new Uint32Array(bins);
  let total = 0;
  let max = 0;
  return {
    add(valueMs) {
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(valueMs / binMs)));
      counts[bin] = (counts[bin] ?? 0) + 1;
      total += 1;
      if (valueMs > max) max = valueMs;
    },
    quantile(portion) {
      let seen = 0;
      for (let bin = 0; bin < bins; bin += 1) {
        seen += counts[bin] ?? 0;
        // The last bin is open: only the maximum is known to bound it.
        if (total > 0 && seen >= portion * total) return bin === bins - 1 ? max : Math.min(max, (bin + 1) * binMs);
      }
      return 0;
    },
    max: () => max,
    reset() {
      counts.fill(0);
      total = 0;
      max = 0;
    },
  };
}
