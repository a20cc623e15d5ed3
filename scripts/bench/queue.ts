import { rm } from 'node:fs/promises';
import { createLog } from '../../log.ts';
import type { QueueItem } from '../../storage/model.ts';
import { startEmbeddedRedis } from '../../storage/redis/embedded.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { makeItem, makeItems, namesOf } from '../../test/fixtures/queue-items.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { percentile } from './percentile.ts';
import { createQueueLedger, type QueueFaults, type QueueLedger } from './queue-ledger.ts';

/** `items`: how long the queue is at the beginning. `clients`: how many people edit it at once, each over a connection of its own. */
export interface QueueBenchOptions {
  readonly items: number;
  readonly clients: number;
  readonly seconds: number;
}

/** Times are from call to answer: the change is on the disk and its event published. */
export interface QueueFigures extends QueueFaults {
  readonly opsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** p99 of each kind of operation, milliseconds. */
  readonly p99MsOf: Readonly<Record<string, number>>;
}

const streamId = -1_001_000_000_001;
const firstClient = 100;

/** What one client does on and on. Each gives the result it was told; `operation` is a new id. */
type Action = (client: number, operation: string) => Promise<void>;

/**
 * People edit one long queue at once, as fast as they are answered, on the Redis server that Efir brings along as it is configured by
 * default (fsync at every write): of ten operations four add, two remove, two move, one goes to the next item and one reads a page.
 * One operation in twenty is delivered twice.
 */
export async function benchQueue({ items, clients, seconds }: QueueBenchOptions): Promise<QueueFigures> {
  const folder = await makeTemporaryFolder();
  const log = createLog({ level: 'error', format: 'human', service: 'bench' });
  const redis = await startEmbeddedRedis({ dataDir: folder, log });
  const stores: RealtimeStore[] = [];
  try {
    for (let index = 0; index < clients; index += 1) {
      stores.push(await openRealtimeStore({ url: redis.url, prefix: 'bench', log }));
    }
    const ledger = createQueueLedger();
    await fill(stores[0], items, ledger);
    const times = new Map<string, number[]>();
    const startedAt = performance.now();
    const deadline = startedAt + seconds * 1_000;
    await Promise.all(
      stores.map(async (store, client) => {
        const actions = createActions(store, items, ledger);
        for (let index = 0; performance.now() < deadline; index += 1) {
          const [name, act] = actions[(index + client) % actions.length] ?? actions[0];
          const beganAt = performance.now();
          await act(firstClient + client, `${client}-${index}`);
          const tookMs = performance.now() - beganAt;
          const known = times.get(name);
          if (known === undefined) times.set(name, [tookMs]);
          else known.push(tookMs);
        }
      }),
    );
    const tookSeconds = (performance.now() - startedAt) / 1_000;
    const all = [...times.values()].flat();
    const queue = namesOf((await stores[0]?.queue.read(streamId))?.items ?? []);
    return {
      opsPerSecond: Math.round(all.length / tookSeconds),
      p50Ms: round(percentile(all, 0.5)),
      p99Ms: round(percentile(all, 0.99)),
      ...ledger.check(queue),
      p99MsOf: Object.fromEntries([...times].map(([name, took]) => [name, round(percentile(took, 0.99))])),
    };
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(store: RealtimeStore | undefined, items: number, ledger: QueueLedger): Promise<void> {
  for (let first = 0; first < items; first += 1_000) {
    const part = makeItems({ prefix: `00000000-0000-4000-8000-${first}-`, count: Math.min(1_000, items - first) });
    await store?.queue.add(streamId, part, 'end', `fill${first}`);
    for (const { itemId } of part) ledger.added(0, itemId);
  }
}

function createActions(store: RealtimeStore, items: number, ledger: QueueLedger): readonly [Named, ...Named[]] {
  const anywhere = () => 1 + Math.floor(Math.random() * items * 0.9);
  let serial = 0;

  /** Does it once or, one time in twenty, twice at once, as Telegram may deliver an update again. */
  async function perhapsTwice<T>(act: () => Promise<T>): Promise<T> {
    serial += 1;
    if (serial % 20 !== 0) return act();
    const [first] = await Promise.all([act(), act()]);
    return first;
  }

  const add: Named = [
    'add',
    async (client, operation) => {
      const item: QueueItem = { ...makeItem(crypto.randomUUID()), addedBy: { id: client, name: `@client${client}` } };
      await perhapsTwice(() => store.queue.add(streamId, [item], 'end', operation));
      ledger.added(client, item.itemId);
    },
  ];
  const remove: Named = [
    'remove',
    async (_, operation) => {
      const at = anywhere();
      const result = await perhapsTwice(() => store.queue.remove(streamId, { from: at, to: at }, operation));
      if (result.type === 'done') for (const { itemId } of result.items) ledger.removed(itemId);
    },
  ];
  const move: Named = [
    'move',
    async (_, operation) => {
      const step = { from: anywhere(), to: anywhere() };
      const result = await perhapsTwice(() => store.queue.move(streamId, step, operation));
      if (result.type === 'done') for (const { itemId } of result.items) ledger.reordered(itemId);
    },
  ];
  let generation = 0;
  const advance: Named = [
    'advance',
    async (_, operation) => {
      const step = { expectedGeneration: generation, outcome: 'finished', fence: null } as const;
      const { type, playback } = await perhapsTwice(() => store.playback.advance(streamId, step, operation));
      generation = playback.generation;
      if (type === 'advanced' && playback.current) ledger.taken(generation, playback.current.itemId);
    },
  ];
  const read: Named = [
    'read',
    async () => {
      await store.queue.read(streamId, { offset: anywhere(), limit: 8 });
    },
  ];
  return [add, remove, add, move, add, advance, remove, add, move, read];
}

type Named = readonly [name: string, action: Action];

function round(value: number): number {
  return Number(value.toFixed(2));
}
