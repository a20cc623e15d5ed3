import { Gauge, Histogram } from 'prom-client';
import type { Metrics } from './registry.ts';

/** What a player tells of its preparing of tracks, asked at every scrape. */
export interface IngestSnapshot {
  /** Tracks that are being fetched and prepared, or wait for it. */
  readonly pending: number;
  /** What the prepared tracks take on the disk, and may take. */
  readonly cacheBytes: number;
  readonly cacheMaxBytes: number;
}

/** Counts tracks that were prepared. */
export interface IngestMeter {
  prepared(tookMs: number, result: 'ok' | 'failed'): void;
}

/** Defines the player's metrics of preparing tracks and of their cache. */
export function registerIngestMetrics({ registers }: Metrics, snapshot: () => IngestSnapshot): IngestMeter {
  const seconds = new Histogram({
    name: 'efir_ingest_seconds',
    help: 'From the wish for a track to its prepared file, download and waiting included.',
    labelNames: ['result'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  for (const result of ['ok', 'failed']) seconds.zero({ result });
  new Gauge({
    name: 'efir_ingest_queue',
    help: 'Tracks that are being fetched and prepared, or wait for it.',
    registers,
    collect() {
      this.set(snapshot().pending);
    },
  });
  new Gauge({
    name: 'efir_cache_bytes',
    help: 'Size of the prepared tracks on the disk.',
    registers,
    collect() {
      this.set(snapshot().cacheBytes);
    },
  });
  new Gauge({
    name: 'efir_cache_max_bytes',
    help: 'What the prepared tracks may take before the least recently used go (CACHE_MAX_MB).',
    registers,
    collect() {
      this.set(snapshot().cacheMaxBytes);
    },
  });
  return { prepared: (tookMs, result) => seconds.observe({ result }, tookMs / 1_000) };
}
