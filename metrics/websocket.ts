import { Counter, Gauge } from 'prom-client';
import type { Metrics } from './registry.ts';

/** Why a WebSocket client was cut off: it reads too slowly, does not answer, breaks the protocol, or the rights it had are gone. */
const causes = ['slow', 'silent', 'protocol', 'forbidden'] as const;

/** One of the causes. */
export type DropCause = (typeof causes)[number];

/** Counts WebSocket clients. */
export interface WebSocketMeter {
  /** How many are connected from now on. */
  setClients(count: number): void;
  dropped(cause: DropCause): void;
}

/** Defines `efir_ws_clients` and `efir_ws_dropped_total`. */
export function registerWebSocketMetrics({ registers }: Metrics): WebSocketMeter {
  const clients = new Gauge({ name: 'efir_ws_clients', help: 'WebSocket clients that are connected.', registers });
  const drops = new Counter({
    name: 'efir_ws_dropped_total',
    help: 'WebSocket clients that were cut off: slow, silent, protocol, forbidden.',
    labelNames: ['cause'],
    registers,
  });
  for (const cause of causes) drops.inc({ cause }, 0);
  return {
    setClients: (count) => clients.set(count),
    dropped: (cause) => drops.inc({ cause }),
  };
}
