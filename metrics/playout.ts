import { Counter, Gauge, Summary } from 'prom-client';
import type { Metrics } from './registry.ts';

/** What a player tells of its playout, asked at every scrape. Frames count since the process began. */
export interface PlayoutSnapshot {
  readonly streams: number;
  readonly clock: {
    readonly frames: number;
    readonly late: number;
    readonly missed: number;
    readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
  };
}

/** Defines the player's metrics of streams, 20 ms frames and their punctuality. Values are computed when they are scraped. */
export function registerPlayoutMetrics({ registers }: Metrics, snapshot: () => PlayoutSnapshot): void {
  new Gauge({
    name: 'efir_leases',
    help: 'Streams that this player owns.',
    registers,
    collect() {
      this.set(snapshot().streams);
    },
  });
  new Counter({
    name: 'efir_frames_total',
    help: 'Frames of 20 ms: sent in time, sent more than 10 ms late, or missed.',
    labelNames: ['state'],
    registers,
    collect() {
      const { frames, late, missed } = snapshot().clock;
      this.reset();
      this.inc({ state: 'sent' }, frames - late);
      this.inc({ state: 'late' }, late);
      this.inc({ state: 'missed' }, missed);
    },
  });
  const lateness = new Summary({
    name: 'efir_frame_lateness_seconds',
    help: 'From the time a frame was due to its sending.',
    registers,
  });
  // The clock sums up by itself: to hand each frame of each stream to prom-client would cost more than to send it.
  const describe = lateness.get.bind(lateness);
  lateness.get = async () => {
    const { frames, latenessMs } = snapshot().clock;
    const quantiles = { 0.5: latenessMs.p50, 0.99: latenessMs.p99, 1: latenessMs.max };
    const values = Object.entries(quantiles).map(([quantile, ms]) => ({ labels: { quantile }, value: ms / 1_000 }));
    const count = { metricName: 'efir_frame_lateness_seconds_count', labels: {}, value: frames };
    return { ...(await describe()), values: [...values, count] };
  };
}
