import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { type Ownership, startOwnership } from './ownership.ts';

interface Context {
  redis: TestRedis;
  store: RealtimeStore;
  owners: Ownership[];
}

const suite = createSuite<Context>('ownership');
const log = pino({ level: 'silent' });
/** Short, so that a dead player's streams are free soon. */
const ttlMs = 600;

/** A player whose streams only write down what happens to them. */
function startOwner(
  { store, owners }: Context,
  playerId: string,
  mayTake: () => boolean = () => true,
  predecessors: readonly string[] = [],
) {
  const happened: string[] = [];
  const doneOf = new Map<number, (reason: 'off' | 'lease-lost') => void>();
  const ownership = startOwnership({
    playerId,
    leases: store.leases,
    playback: store.playback,
    mayTake,
    predecessors,
    ttlMs,
    log,
    open: (streamId, fence, onDone) => {
      happened.push(`open ${streamId} ${fence}`);
      doneOf.set(streamId, onDone);
      return {
        look: () => happened.push(`look ${streamId}`),
        wake: () => happened.push(`wake ${streamId}`),
        retry: () => happened.push(`retry ${streamId}`),
        recount: async () => void happened.push(`recount ${streamId}`),
        leave: () => happened.push(`leave ${streamId}`),
        setFence: (next) => happened.push(`fence ${streamId} ${next}`),
        close: async () => void happened.push(`close ${streamId}`),
        figures: { state: 'live', listeners: 0 },
      };
    },
  });
  owners.push(ownership);
  return { ownership, happened, doneOf };
}

async function turnOn({ store }: Context, streamId: number) {
  await store.playback.start(streamId, { sessionId: randomUUID(), userId: 1 }, randomUUID());
}

suite.before(async (context) => {
  context.redis = await startTestRedis();
});

suite.before.each(async (context) => {
  context.store = await openRealtimeStore({ url: context.redis.url, prefix: randomUUID(), log });
  context.owners = [];
});

suite.after.each(async ({ owners, store }) => {
  await Promise.all(owners.map((owner) => owner.close()));
  await store.close();
});

suite.after(async ({ redis }) => {
  await redis.stop();
});

suite('takes what is on and nobody’s, once', async (context) => {
  await turnOn(context, -1);
  const one = startOwner(context, 'one');
  const two = startOwner(context, 'two');
  await turnOn(context, -2);
  one.ownership.look();
  await waitFor(() => one.ownership.count + two.ownership.count === 2, { what: 'both streams' });
  // Several renewals later it is the same.
  await new Promise((resolve) => setTimeout(resolve, 2 * ttlMs));
  const opened = [...one.happened, ...two.happened].sort();
  assert.equal(opened, ['open -1 1', 'open -2 1']);
});

suite('wakes its own streams, and takes a free one when told of it', async (context) => {
  const { ownership, happened } = startOwner(context, 'one');
  await turnOn(context, -1);
  ownership.wake(-1);
  await waitFor(() => ownership.get(-1), { what: 'the stream' });
  ownership.wake(-1);
  assert.equal(happened, ['open -1 1', 'wake -1']);
  assert.is(ownership.get(-2), null);
});

suite('takes none while it cannot serve, and keeps what it has', async (context) => {
  let mayTake = true;
  const { ownership } = startOwner(context, 'one', () => mayTake);
  await turnOn(context, -1);
  await waitFor(() => ownership.count === 1, { what: 'the first' });
  mayTake = false;
  await turnOn(context, -2);
  await new Promise((resolve) => setTimeout(resolve, 2 * ttlMs));
  assert.is(ownership.count, 1);
  assert.is(await context.store.leases.ownerOf(-1), 'one');
});

suite('lets go of what is off, and takes it again when it is on again', async (context) => {
  const { store } = context;
  const { ownership, happened, doneOf } = startOwner(context, 'one');
  await turnOn(context, -1);
  await waitFor(() => ownership.count === 1, { what: 'the stream' });
  await store.playback.stop(-1, { endReason: 'manual', detail: null }, randomUUID());
  doneOf.get(-1)?.('off');
  await waitFor(async () => (await store.leases.ownerOf(-1)) === null, { what: 'the lease to be free' });
  assert.is(ownership.count, 0);
  await turnOn(context, -1);
  await waitFor(() => ownership.count === 1, { what: 'the stream again' });
  assert.equal(happened, ['open -1 1', 'close -1', 'open -1 2']);
});

suite('takes the streams of a dead predecessor at once, and of nobody else', async (context) => {
  const long = 60_000;
  await turnOn(context, -1);
  await turnOn(context, -2);
  const dead = await context.store.leases.acquire(-1, 'dead', long);
  await context.store.leases.acquire(-2, 'alive', long);
  const { ownership, happened } = startOwner(context, 'one', () => true, ['dead']);
  await waitFor(() => ownership.count === 1, { what: 'the stream of the dead' });
  assert.equal(happened, [`open -1 ${(dead?.fence ?? 0) + 1}`]);
  assert.is(await context.store.leases.ownerOf(-2), 'alive');
});

suite('gives everything up at the end, so that another has it at once', async (context) => {
  const one = startOwner(context, 'one');
  await turnOn(context, -1);
  await waitFor(() => one.ownership.count === 1, { what: 'the stream' });
  await one.ownership.close();
  assert.equal(one.happened, ['open -1 1', 'close -1']);
  assert.is(await context.store.leases.ownerOf(-1), null);
  const two = startOwner(context, 'two');
  await waitFor(() => two.ownership.count === 1, { what: 'the other' });
});

suite('closes a stream that another player has', async (context) => {
  const { store } = context;
  const { ownership, happened } = startOwner(context, 'one');
  await turnOn(context, -1);
  await waitFor(() => ownership.count === 1, { what: 'the stream' });
  await store.leases.release(-1, 'one', 1);
  assert.ok(await store.leases.acquire(-1, 'two', 60_000));
  await waitFor(() => happened.includes('close -1'), { what: 'the close' });
  assert.is(ownership.count, 0);
  assert.is(await store.leases.ownerOf(-1), 'two');
});

suite('plays on under a new number when only its lease ran out', async (context) => {
  const { store } = context;
  const { ownership, happened } = startOwner(context, 'one');
  await turnOn(context, -1);
  await waitFor(() => ownership.count === 1, { what: 'the stream' });
  await store.leases.release(-1, 'one', 1);
  await waitFor(() => happened.includes('fence -1 2'), { what: 'the new number' });
  assert.equal(happened, ['open -1 1', 'fence -1 2']);
});

suite('keeps its streams over a restart of Redis', async (context) => {
  const { ownership, happened } = startOwner(context, 'one');
  await turnOn(context, -1);
  await waitFor(() => ownership.count === 1, { what: 'the stream' });
  await context.redis.restart();
  await waitFor(async () => (await context.store.leases.ownerOf(-1)) === 'one', {
    what: 'the lease',
    timeoutMs: 20_000,
  });
  assert.is(ownership.count, 1);
  assert.not.ok(happened.includes('close -1'));
});

suite.run();
