import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Logger } from '../../log.ts';
import type { LiveEvent } from '../../metrics/snapshot/live-event.ts';
import type { LiveState } from '../../metrics/snapshot/live-state.ts';
import type { WebSocketMeter } from '../../metrics/websocket.ts';
import { type Client, createClient } from './client.ts';
import { createFrames, encode } from './frames.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Identify, Watcher } from './identify.ts';
import { protocolVersion } from './protocol.ts';
import type { View } from './view.ts';

/** All WebSocket clients of this process. */
export interface Hub {
  readonly size: number;
  /** Takes a socket that has just been opened by somebody who may watch. `opening`: what it is taken to have sent first. */
  add(socket: WebSocket, request: IncomingMessage, watcher: Watcher, opening: readonly object[]): void;
  /** Ends all connections with 1012 (service restart), on which clients come back. */
  close(): Promise<void>;
}

/** What it works with; the caller closes the state after the hub. `recheckMs`: how often rights are looked at again, default 5,000. */
export interface HubOptions {
  readonly state: LiveState;
  readonly identify: Identify;
  readonly meter: WebSocketMeter;
  readonly log: Logger;
  readonly recheckMs?: number;
  readonly heartbeatMs?: number;
}

const closeLimitMs = 500;

/** Starts it. Whoever started it closes it. */
export function startHub({ state, identify, meter, log, recheckMs = 5_000, heartbeatMs }: HubOptions): Hub {
  const clients = new Map<WebSocket, { readonly client: Client; readonly request: IncomingMessage }>();
  const frames = createFrames();
  const heartbeat = startHeartbeat(() => clients.keys(), {
    onSilent: (socket) => {
      meter.dropped('silent');
      socket.terminate();
    },
    ...(heartbeatMs !== undefined && { everyMs: heartbeatMs }),
  });

  /** Looks whether those may still watch who could when they came. */
  const recheck = async (isConcerned: (client: Client) => boolean): Promise<void> => {
    const concerned = [...clients.values()].filter(({ client }) => isConcerned(client));
    await Promise.all(
      concerned.map(async ({ client, request }) => {
        const now = await identify(request);
        if (now?.view !== client.watcher.view) client.drop('forbidden', 1_008, 'your rights have changed');
      }),
    );
  };
  const recheckOrWarn = (isConcerned: (client: Client) => boolean) => {
    recheck(isConcerned).catch((error: unknown) => {
      log.warn({ err: error }, 'who watches could not be looked up again; they stay for now');
    });
  };
  const rechecking = setInterval(() => recheckOrWarn(({ watcher }) => watcher.personId !== null), recheckMs);

  // Events that come together go out together: with thousands of clients the writes are what costs, and the busier it is the more of them are saved.
  let pending: LiveEvent[] = [];
  const flush = () => {
    const events = pending;
    pending = [];
    if (events.length > 0) for (const { client } of clients.values()) client.deliver(events);
  };
  const onEvent = (live: LiveEvent) => {
    pending.push(live);
    if (pending.length === 1) setImmediate(flush);
    if (live.event.type !== 'audit' || !live.event.data.target.startsWith('user:')) return;
    // Somebody's role or block may have changed just now.
    const personId = Number(live.event.data.target.slice('user:'.length));
    recheckOrWarn(({ watcher }) => watcher.personId === personId);
  };
  const onTick = () => {
    // Figures bear the number of the latest event: whoever has them must have it.
    flush();
    const snapshot = state.snapshot();
    const made = new Map<View, Buffer>();
    for (const { client } of clients.values()) {
      const { view } = client.watcher;
      const frame = made.get(view) ?? frames.figures(snapshot, view);
      made.set(view, frame);
      client.deliverFigures(frame);
    }
  };
  const onReset = () => {
    for (const { client } of clients.values()) client.resync();
  };
  const unsubscribe = state.subscribe({ onEvent, onReset, onTick });

  return {
    get size() {
      return clients.size;
    },
    add(socket, request, watcher, opening) {
      const onDrop: Parameters<typeof createClient>[0]['onDrop'] = (cause) => meter.dropped(cause);
      const client = createClient({ socket, connection: request.socket, watcher, state, frames, onDrop });
      clients.set(socket, { client, request });
      meter.setClients(clients.size);
      socket.on('message', (data, isBinary) => client.read(isBinary ? '' : data.toString()));
      socket.on('close', () => {
        clients.delete(socket);
        meter.setClients(clients.size);
      });
      // Broken frames and messages that are too large: ws closes with the right code by itself.
      socket.on('error', (error) => {
        meter.dropped('protocol');
        log.debug({ err: error }, 'a WebSocket client broke the protocol');
      });
      heartbeat.watch(socket);
      const { seq, at } = state.snapshot();
      const hello = {
        type: 'hello',
        protocol: protocolVersion,
        seq,
        at,
        view: watcher.view,
        heartbeatMs: heartbeat.everyMs,
      };
      socket.send(encode(hello), { binary: false });
      for (const message of opening) client.read(JSON.stringify(message));
    },
    async close() {
      unsubscribe();
      clearInterval(rechecking);
      heartbeat.stop();
      const closed = [...clients.keys()].map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            socket.close(1_012, 'restarting');
          }),
      );
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, closeLimitMs);
      await Promise.race([Promise.all(closed), limit.promise]);
      clearTimeout(timer);
      for (const socket of clients.keys()) socket.terminate();
    },
  };
}
