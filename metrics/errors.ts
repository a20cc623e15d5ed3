import { Counter } from 'prom-client';
import { type ErrorCode, errorCodes } from '../errors.ts';
import type { Metrics } from './registry.ts';

/** Defines `efir_errors_total`; `counts`: errors logged since the process began, by code, asked at every scrape. */
export function registerErrorMetrics({ registers }: Metrics, counts: () => Readonly<Record<ErrorCode, number>>): void {
  new Counter({
    name: 'efir_errors_total',
    help: 'Errors that were logged as a warning or worse, by code (errors.ts); what is none of ours is internal.',
    labelNames: ['code'],
    registers,
    collect() {
      this.reset();
      for (const code of errorCodes) this.inc({ code }, counts()[code]);
    },
  });
}
