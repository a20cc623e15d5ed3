import { Counter } from 'prom-client';
import type { Metrics } from './registry.ts';

/**
 * `warned`: the chat was told; `ended`: nobody listened, the stream was ended; `spared`: it was due, but somebody was there at the last
 * count, or asked to go on; `uncounted`: it is due, and no player can count who listens; `failed`: something broke on the way.
 */
const outcomes = ['warned', 'ended', 'spared', 'uncounted', 'failed'] as const;

/** What came of looking at a stream whose end, or whose warning, was due. */
export type AutoEndOutcome = (typeof outcomes)[number];

/** Defines `efir_auto_end_total`. */
export function registerAutoEndMetrics({ registers }: Metrics): (outcome: AutoEndOutcome) => void {
  const counter = new Counter({
    name: 'efir_auto_end_total',
    help: 'Ends and warnings that were due: warned, ended, spared (somebody was there after all), uncounted (no player could see), failed.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of outcomes) counter.inc({ outcome }, 0);
  return (outcome) => counter.inc({ outcome });
}
