import { Gauge } from 'prom-client';
import type { Metrics } from './registry.ts';

/** Which parts there are, and which of them are not ready now; asked at every scrape, so it must answer soon and not throw. */
export interface ReadinessProbe<Part extends string> {
  readonly parts: readonly Part[];
  findUnready(): Promise<readonly Part[]>;
}

/** Defines `efir_ready`, what GET /healthz says. */
export function registerReadinessMetrics<Part extends string>(
  { registers }: Metrics,
  { parts, findUnready }: ReadinessProbe<Part>,
): void {
  new Gauge({
    name: 'efir_ready',
    help: '1 while a part that Efir needs is ready, else 0; the parts of /healthz.',
    labelNames: ['part'],
    registers,
    async collect() {
      const unready = await findUnready();
      for (const part of parts) this.set({ part }, unready.includes(part) ? 0 : 1);
    },
  });
}
