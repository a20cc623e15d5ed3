import { Gauge } from 'prom-client';
import type { Metrics } from './registry.ts';

/** Defines the player's `efir_assistant_connected`; `isConnected` is asked at every scrape. */
export function registerAssistantMetrics({ registers }: Metrics, isConnected: () => boolean): void {
  new Gauge({
    name: 'efir_assistant_connected',
    help: '1 while the assistant is connected to Telegram, else 0.',
    registers,
    collect() {
      this.set(isConnected() ? 1 : 0);
    },
  });
}
