/** The watching process of the benches `ws` and `ws-resync`: many clients that reconnect as the status page does. It ends with its parent. */
import ReconnectingWebSocket from 'partysocket/ws';
import { WebSocket } from 'ws';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { percentile } from './percentile.ts';
import { createRpc } from './rpc.ts';

/** What the clients have seen: `missed`, `duplicated` of the events that were asked about; times in milliseconds. */
export interface WatchFigures {
  readonly delivered: number;
  readonly missed: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly reconnectMs: { readonly p50: number; readonly max: number };
}

/** `count` clients of that address. */
export interface ConnectRequest {
  readonly url: string;
  readonly count: number;
  /** Whether they reconnect. */
  readonly comesBack: boolean;
}

interface Watcher {
  readonly seen: number[];
  isSubscribed: boolean;
  lostAt: number | null;
}

const watchers: Watcher[] = [];
const latencies: number[] = [];
const reconnects: number[] = [];
/** As many connect at once. */
const atOnce = 100;
const patienceMs = 60_000;
const clock = () => performance.timeOrigin + performance.now();

createRpc(process, { connect, waitForAll, figures });
process.on('disconnect', () => process.exit());

async function connect({ url, count, comesBack }: ConnectRequest): Promise<void> {
  while (watchers.length < count) {
    for (let i = 0; i < atOnce && watchers.length < count; i += 1) watchers.push(watch(url, comesBack));
    await waitForAll();
  }
}

/** Until all are connected and subscribed. */
async function waitForAll(): Promise<void> {
  await waitFor(() => watchers.every(({ isSubscribed }) => isSubscribed), {
    what: 'all clients to be subscribed',
    timeoutMs: patienceMs,
  });
}

/** `comesBack`: as the status page does; otherwise the plain client, which costs this machine least. */
function watch(url: string, comesBack: boolean): Watcher {
  const watcher: Watcher = { seen: [], isSubscribed: false, lostAt: null };
  const socket = comesBack ? new ReconnectingWebSocket(url, [], { WebSocket, ...reconnection() }) : new WebSocket(url);
  let since: number | undefined;
  const read = (text: string) => {
    const at = clock();
    const message = JSON.parse(text);
    if (message.type === 'listeners.changed') {
      since = message.seq;
      watcher.seen.push(message.seq);
      latencies.push(at - Number(message.data.sessionId));
    }
    if (message.type === 'snapshot') since = message.seq;
    if (message.type !== 'subscribed') return;
    watcher.isSubscribed = true;
    if (watcher.lostAt !== null) reconnects.push(at - watcher.lostAt);
    watcher.lostAt = null;
  };
  const open = () => socket.send(JSON.stringify({ type: 'subscribe', events: ['listeners.changed'], since }));
  if (socket instanceof WebSocket) {
    socket.on('open', open);
    socket.on('message', (data) => read(data.toString()));
    return watcher;
  }
  socket.addEventListener('open', open);
  socket.addEventListener('message', ({ data }) => read(String(data)));
  socket.addEventListener('close', () => {
    watcher.isSubscribed = false;
    watcher.lostAt ??= clock();
  });
  return watcher;
}

/** As in web/status/static/status.js. */
function reconnection() {
  return {
    minReconnectionDelay: 250 + Math.random() * 500,
    maxReconnectionDelay: 1_500,
    reconnectionDelayGrowFactor: 1.5,
    minUptime: 2_000,
    maxEnqueuedMessages: 0,
  };
}

/** Compares what every client has seen with what was published; waits for what is still on its way. */
async function figures(published: readonly number[]): Promise<WatchFigures> {
  const last = published.at(-1) ?? 0;
  // Who is not there by then has missed it.
  await waitFor(() => watchers.every(({ seen }) => seen.includes(last, -50)), {
    what: 'the last event',
    timeoutMs: patienceMs,
  }).catch((error: unknown) => console.error(error));
  const sums = { delivered: 0, missed: 0, duplicated: 0, outOfOrder: 0 };
  for (const { seen } of watchers) {
    const known = new Set(seen);
    sums.delivered += published.filter((seq) => known.has(seq)).length;
    sums.missed += published.filter((seq) => !known.has(seq)).length;
    sums.duplicated += seen.length - known.size;
    sums.outOfOrder += seen.filter((seq, i) => seq < (seen[i - 1] ?? 0)).length;
  }
  const round = (ms: number) => (Number.isNaN(ms) ? 0 : Number(ms.toFixed(1)));
  const of = (values: readonly number[], p: number) => round(percentile(values, p));
  return {
    ...sums,
    latencyMs: { p50: of(latencies, 0.5), p99: of(latencies, 0.99), max: of(latencies, 1) },
    reconnectMs: { p50: of(reconnects, 0.5), max: of(reconnects, 1) },
  };
}
