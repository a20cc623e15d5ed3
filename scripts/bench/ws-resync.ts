import { setTimeout as sleep } from 'node:timers/promises';
import { openCutProxy } from '../../test/fixtures/cut-proxy.ts';
import { openLiveBench } from './ws/live-bench.ts';
import type { WatchFigures } from './ws-clients.ts';

/** Result of the bench. */
export interface WsResyncFigures {
  readonly clients: number;
  readonly drops: number;
  readonly events: number;
  readonly missed: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** From the loss of the connection to the answer to the new subscription: outage, wait and handshake. */
  readonly reconnectMs: { readonly p50: number; readonly max: number };
}

const eventEveryMs = 25;
const cutMs = 1_000;
const calmMs = 500;

/**
 * `clients` watch through a network, over which events go without a pause; `drops` times, in turn, the serving process is killed (SIGKILL) and
 * started anew, or the network is cut for a second and leads to another process afterwards. All events must have come to all clients, once and in order.
 */
export async function benchWsResync(clients: number, drops: number): Promise<WsResyncFigures> {
  const bench = await openLiveBench();
  try {
    const servers = [await bench.startServer(), await bench.startServer()] as const;
    const network = await openCutProxy(servers[0].port);
    const { rpc } = bench.startClients();
    await rpc.call('connect', { url: `ws://127.0.0.1:${network.port}/api/ws`, count: clients, comesBack: true });
    const publishing = startPublishing(bench.publish);
    for (let drop = 0; drop < drops; drop += 1) {
      await sleep(calmMs);
      const present = servers.find(({ port }) => port === network.target) ?? servers[0];
      if (drop % 2 === 0) await present.killAndRestart();
      else {
        network.cut();
        await sleep(cutMs);
        network.target = (present === servers[0] ? servers[1] : servers[0]).port;
        network.mend();
      }
      await sleep(calmMs);
      await rpc.call('waitForAll');
    }
    const published = await publishing.stop();
    const figures = await rpc.call<WatchFigures>('figures', published);
    await network.close();
    const { missed, duplicated, outOfOrder, reconnectMs } = figures;
    return { clients, drops, events: published.length, missed, duplicated, outOfOrder, reconnectMs };
  } finally {
    await bench.close();
  }
}

/** Publishes until it is stopped; gives the numbers of all events. */
function startPublishing(publish: (count: number) => Promise<number>): { stop(): Promise<readonly number[]> } {
  const published: number[] = [];
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      published.push(await publish(published.length));
      await sleep(eventEveryMs);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await running;
      return published;
    },
  };
}
