import { Counter } from 'prom-client';
import type { Metrics } from './registry.ts';

/** Why a call that was live was joined anew (`RejoinCause` in player/call/call-machine.ts). */
const causes = [
  'failed',
  'never-connected',
  'not-back',
  'deaf',
  'never-answered',
  'not-sending',
  'not-joined',
  'call-gone',
] as const;
type Cause = (typeof causes)[number];

/** Calls that had to be joined anew, by cause, since the process began. */
export type RejoinCounts = Readonly<Partial<Record<Cause, number>>>;

/** Defines the player's `efir_call_rejoins_total`. */
export function registerCallMetrics({ registers }: Metrics, rejoins: () => RejoinCounts): void {
  new Counter({
    name: 'efir_call_rejoins_total',
    help: 'Calls that were live and had to be joined anew, by cause.',
    labelNames: ['cause'],
    registers,
    collect() {
      this.reset();
      for (const cause of causes) this.inc({ cause }, rejoins()[cause] ?? 0);
    },
  });
}
