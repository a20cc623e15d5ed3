import { Counter } from 'prom-client';
import type { Metrics } from './registry.ts';

/**
 * Defines `efir_flood_wait_seconds_total`, in the player of MTProto, in control of the Bot API. Give the result each wait that Telegram
 * asks for, milliseconds.
 */
export function registerFloodWaitMetrics({ registers }: Metrics): (waitMs: number) => void {
  const seconds = new Counter({
    name: 'efir_flood_wait_seconds_total',
    help: 'Time that Telegram told us to wait before we ask again.',
    registers,
  });
  return (waitMs) => seconds.inc(waitMs / 1_000);
}
