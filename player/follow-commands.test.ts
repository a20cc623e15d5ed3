import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { startTestRedis, type TestRedis } from '../test/fixtures/redis.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { followCommands } from './follow-commands.ts';
import { followQueues } from './follow-queues.ts';

interface Context {
  redis: TestRedis;
  store: RealtimeStore;
  stop: AbortController;
  happened: string[];
  following: Promise<unknown>;
}

/** An assistant that is in every chat but −3, whose calls have three participants: one is an assistant, two listen. */
const seeing = {
  isConnected: true,
  findChat: async (streamId: number) =>
    streamId === -3 ? ({ type: 'missing' } as const) : ({ type: 'found', chat: {} } as never),
  calls: { getActive: async () => ({ type: 'active', call: {} }) as never } as never,
  listParticipants: async () => ({
    version: 1,
    count: 3,
    isComplete: true,
    participants: [5, 6, 99].map((peerId) => ({ peerId, isSelf: false }) as never),
  }),
};

const suite = createSuite<Context>('follow commands and queues');
const log = pino({ level: 'silent' });

suite.before(async (context) => {
  context.redis = await startTestRedis();
});

suite.before.each(async (context) => {
  const store = await openRealtimeStore({ url: context.redis.url, prefix: randomUUID(), log });
  const stop = new AbortController();
  const happened: string[] = [];
  const stream = {
    look: () => happened.push('look'),
    wake: () => happened.push('woken'),
    retry: () => happened.push('retry'),
    recount: async (sessionId: string, recountId: string) => void happened.push(`recount ${sessionId} ${recountId}`),
    leave: () => happened.push('leave'),
    setFence: () => undefined,
    close: async () => undefined,
    figures: { state: 'live', listeners: 0 } as const,
  };
  const ownership = {
    // This player owns stream −1 only.
    get: (streamId: number) => (streamId === -1 ? stream : null),
    wake: (streamId: number) => void happened.push(`wake ${streamId}`),
  };
  const importInvite = async (link: string) => {
    happened.push(`import ${link}`);
    if (link === 'broken') throw new Error('no');
    return 'joined' as const;
  };
  const { signal } = stop;
  const following = Promise.all([
    followCommands({
      store,
      ownership,
      assistant: { ...seeing, importInvite },
      assistantIds: () => new Set([99]),
      log,
      signal,
    }),
    followQueues({ store, ownership, signal }),
  ]);
  Object.assign(context, { store, stop, happened, following });
});

suite.after.each(async ({ store, stop, following }) => {
  stop.abort();
  await following;
  await store.close();
});

suite.after(async ({ redis }) => {
  await redis.stop();
});

/** The channels tell only what comes after one began to listen: a wake is sent until it is heard. */
async function listens({ store, happened }: Context) {
  await waitFor(
    async () => {
      await store.commands.send({ type: 'wake', streamId: -9 });
      return happened.length > 0;
    },
    { what: 'the first command' },
  );
}

suite('hands wishes to the stream, or to who may take it', async (context) => {
  const { store, happened } = context;
  await listens(context);
  await store.commands.send({ type: 'retry', streamId: -1 });
  await store.commands.send({ type: 'retry', streamId: -2 });
  await store.commands.send({ type: 'wake', streamId: -2 });
  await waitFor(() => happened.includes('wake -2'), { what: 'the last command' });
  assert.is(happened.filter((one) => one === 'retry').length, 1, 'only its own stream');
});

suite('follows an invite for its own stream, then tries the call again', async (context) => {
  const { store, happened } = context;
  await listens(context);
  await store.commands.send({ type: 'join-chat', streamId: -2, inviteLink: 'foreign' });
  await store.commands.send({ type: 'join-chat', streamId: -1, inviteLink: 'ours' });
  await waitFor(() => happened.includes('retry'), { what: 'the retry' });
  assert.not.ok(happened.includes('import foreign'));
  assert.ok(happened.indexOf('import ours') < happened.indexOf('retry'));
});

suite('a recount is answered by the owner, or by whoever can see the chat of a stream that nobody owns', async (context) => {
  const { store, happened } = context;
  await listens(context);
  for (const streamId of [-1, -2, -3, -4]) {
    await store.playback.start(streamId, { sessionId: 's', userId: 1 }, 'start');
  }
  await store.leases.acquire(-4, 'another', 60_000);
  for (const streamId of [-4, -3, -1, -2]) {
    await store.commands.send({ type: 'recount', streamId, sessionId: 's', recountId: 'r' });
  }
  const counted = await waitFor(() => store.audience.read(-2), { what: 'the answer' });
  assert.equal([counted.count, counted.userIds, counted.recountId], [2, [5, 6], 'r']);
  await waitFor(() => happened.includes('recount s r'), { what: 'the owner' });
  assert.equal([await store.audience.read(-3), await store.audience.read(-4)], [null, null]);
});

suite('goes on after a command that failed', async (context) => {
  const { store, happened } = context;
  await listens(context);
  await store.commands.send({ type: 'join-chat', streamId: -1, inviteLink: 'broken' });
  await store.commands.send({ type: 'wake', streamId: -3 });
  await waitFor(() => happened.includes('wake -3'), { what: 'the next command' });
  assert.ok(happened.includes('import broken'));
  assert.not.ok(happened.includes('retry'));
});

suite('has a stream look when its settings changed', async ({ store, happened }) => {
  let percent = 50;
  const change = async () => {
    percent = percent === 50 ? 60 : 50;
    const patch = { volumePercent: percent };
    await store.settings.change(-1, { patch, userId: 1 }, randomUUID());
    return happened.includes('look');
  };
  await waitFor(change, { what: 'the look' });
  assert.not.ok(happened.includes('woken'));
});

suite('leaves a stream that has moved to another id', async ({ store, happened }) => {
  const publish = async () => {
    await store.events.publish(-1, { type: 'stream.migrated', data: { to: -1_000_000_000_001 } });
    return happened.includes('leave');
  };
  await waitFor(publish, { what: 'the leave' });
});

suite('has a stream look when its queue changed', async ({ store, happened }) => {
  const addOne = async () => {
    const item = {
      itemId: randomUUID(),
      track: { trackId: 't', title: 't', performer: null, durationMs: null, source: { type: 'library', path: 't' } },
      addedBy: { id: 1, name: 'x' },
      addedAt: 0,
    } as const;
    await store.queue.add(-1, [item], 'end', randomUUID());
    return happened.includes('look');
  };
  await waitFor(addOne, { what: 'the look' });
  assert.not.ok(happened.includes('woken'), 'nobody asked to go on');
});

suite.run();
