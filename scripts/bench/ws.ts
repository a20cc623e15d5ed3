import { setTimeout as sleep } from 'node:timers/promises';
import { openLiveBench } from './ws/live-bench.ts';
import type { WatchFigures } from './ws-clients.ts';

/** Result of the bench. */
export interface WsFigures {
  readonly clients: number;
  readonly events: number;
  readonly delivered: number;
  readonly expected: number;
  /** From the call that publishes to the client's handler, milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly max: number;
  /** Of the serving process. */
  readonly rssMb: number;
}

/** As busy as fifty streams. */
const everyMs = 100;

/** `clients` in a process of their own watch while `events` are published, ten a second. */
export async function benchWs(clients: number, events: number): Promise<WsFigures> {
  const bench = await openLiveBench();
  try {
    const server = await bench.startServer();
    const { rpc } = bench.startClients();
    await rpc.call('connect', { url: `ws://127.0.0.1:${server.port}/api/ws`, count: clients, comesBack: false });
    // Let the memory of two thousand handshakes be collected first.
    await sleep(1_000);
    const published: number[] = [];
    const begunAt = performance.now();
    for (let i = 0; i < events; i += 1) {
      published.push(await bench.publish(i));
      await sleep(Math.max(0, begunAt + (i + 1) * everyMs - performance.now()));
    }
    const { delivered, latencyMs } = await rpc.call<WatchFigures>('figures', published);
    return {
      clients,
      events,
      delivered,
      expected: clients * events,
      p50Ms: latencyMs.p50,
      p99Ms: latencyMs.p99,
      max: latencyMs.max,
      rssMb: Math.round(await server.rpc.call<number>('rssMb')),
    };
  } finally {
    await bench.close();
  }
}
