import { Counter } from 'prom-client';
import type { EfirEvent } from '../storage/events.ts';
import type { EndReason } from '../storage/model.ts';
import type { Metrics } from './registry.ts';

const reasons: readonly EndReason[] = ['auto-end', 'manual', 'error'];

/** Defines `efir_sessions_ended_total`. Give the result each event once, in one of all processes. */
export function registerSessionMetrics({ registers }: Metrics): (event: EfirEvent) => void {
  const ended = new Counter({
    name: 'efir_sessions_ended_total',
    help: 'Sessions that ended, by reason: auto-end, manual, error.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of reasons) ended.inc({ reason }, 0);
  return (event) => {
    if (event.type === 'stream.ended') ended.inc({ reason: event.data.endReason });
  };
}
