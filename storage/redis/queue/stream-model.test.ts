import fc from 'fast-check';
import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { namesOf } from '../../../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../../../test/fixtures/redis.ts';
import {
  type Action,
  count,
  type Deed,
  define,
  edit,
  op,
  outcome,
  plain,
  step,
  toItem,
} from '../../../test/fixtures/stream-actions.ts';
import { StreamModel } from '../../../test/fixtures/stream-model.ts';
import type { Playback, StreamId } from '../../model.ts';
import type { RealtimeStore } from '../../store.ts';
import { redisOptions } from '../link/redis-options.ts';
import { openRealtimeStore } from '../open-realtime-store.ts';
import { streamKeys } from '../stream-keys.ts';

const test = describe('queue and playback against a model');
const log = createLog({ level: 'fatal', format: 'json', service: 'test' });
let server: TestRedis;
let raw: Redis;
let stores: RealtimeStore[] = [];
let used = 0;

test.before(async () => {
  server = await startTestRedis();
  raw = new Redis(redisOptions(server.url));
  const open = () => openRealtimeStore({ url: server.url, prefix: 'test', log });
  stores = await Promise.all([open(), open(), open()]);
});
test.after(async () => {
  await Promise.all(stores.map((store) => store.close()));
  raw.disconnect();
  await server.stop();
});

async function order(id: StreamId): Promise<string[]> {
  return namesOf((await stores[0]!.queue.read(id)).items);
}

/** Everything that the store holds of a stream is what the model says, down to the books behind the queue. */
async function compare(id: StreamId, model: StreamModel): Promise<void> {
  const keys = streamKeys('test', id);
  const [queue, playback, history, known, adders, counts, votes] = await Promise.all([
    stores[0]!.queue.read(id),
    stores[0]!.playback.read(id),
    stores[0]!.playback.history(id, 50),
    raw.hkeys(keys[1]!),
    raw.hgetall(keys[9]!),
    raw.hgetall(keys[10]!),
    raw.zrange(keys[14]!, '0', '-1'),
  ]);
  assert.equal(namesOf(queue.items), model.ids, 'order');
  assert.equal(queue.items, model.queue.map(toItem), 'items');
  assert.equal([queue.version, queue.length], [model.version, model.queue.length]);
  assert.equal(playback.current, model.current && toItem(model.current));
  assert.is(playback.generation, model.generation);
  assert.equal(
    history.map(({ item, outcome: ending }) => [item.itemId, ending]),
    model.history.map(({ item, outcome: ending }) => [item.id, ending]),
    'history',
  );
  assert.equal(known.sort(), [...model.known].sort(), 'no item is kept longer than it is needed');
  assert.equal(adders, Object.fromEntries(model.queue.map((item) => [item.id, String(item.user)])));
  const expectedCounts: Record<string, string> = {};
  for (const item of model.queue) expectedCounts[item.user] = String(Number(expectedCounts[item.user] ?? 0) + 1);
  assert.equal(counts, expectedCounts);
  assert.equal(votes.map(Number), model.votes);
}

function newStream(): StreamId {
  used += 1;
  return -1_000_000_000_000 - used;
}

interface Done {
  readonly deed: Deed;
  readonly result: object;
}

/** Does it once more, be it the last or one that others have followed: the result is the first one. */
async function repeat(done: Done | undefined): Promise<void> {
  if (done) assert.equal(plain(await done.deed.run(stores[2]!)), done.result, 'a repetition gives the first result');
}

test('one after the other: every result and everything stored is as the model says; repetitions change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ action: fc.oneof({ arbitrary: edit, weight: 2 }, step), isRepeated: fc.boolean() }), {
        minLength: 1,
        maxLength: 60,
        size: 'max',
      }),
      async (plan) => {
        const [id, model] = [newStream(), new StreamModel()];
        const done: Done[] = [];
        for (const [index, { action, isRepeated }] of plan.entries()) {
          const deed = define(action, { id, model, operation: `op${index}` });
          const result = plain(await deed.run(stores[index % 2]!));
          assert.equal(result, deed.expect(action.op === 'shuffle' ? await order(id) : []), action.op);
          if (!('type' in result) || !['stale', 'counted'].includes(String(result.type))) done.push({ deed, result });
          if (isRepeated) await repeat(done[index % 3 === 0 ? 0 : done.length - 1]);
          await compare(id, model);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('at the same time: the results are those of some order, and repetitions change nothing', async () => {
  const advance = fc.record({ op: op('advance'), outcome, count, isStale: fc.constant(false) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ arbitrary: edit, weight: 3 }, advance), { maxLength: 12 }),
      fc.array(fc.oneof({ arbitrary: edit, weight: 3 }, advance), { minLength: 2, maxLength: 16 }),
      async (before, together) => {
        const [id, model] = [newStream(), new StreamModel()];
        for (const [index, action] of before.entries()) {
          const deed = define(action, { id, model, operation: `before${index}` });
          await deed.run(stores[0]!);
          deed.expect(action.op === 'shuffle' ? await order(id) : []);
        }
        const versionBefore = model.version;
        const deeds = together.map((action, index) => ({
          action,
          operation: `op${index}`,
          deed: define(action, { id, model, operation: `op${index}` }),
        }));
        const results = await Promise.all(
          deeds.map(async ({ deed }, index) => {
            const twice = [deed.run(stores[index % 3]!), deed.run(stores[(index + 1) % 3]!)];
            const [first, second] = await Promise.all(twice);
            assert.equal(first, second);
            return first as Result;
          }),
        );
        await replay(id, model, versionBefore, deeds, results);
        await compare(id, model);
      },
    ),
    { numRuns: 50 },
  );
});

interface Result {
  readonly type: string;
  readonly version?: number;
  readonly length?: number;
  readonly playback?: Playback;
}

/** Carries out on the model what the store did, in the order that the versions tell, and compares the results. */
async function replay(
  id: StreamId,
  model: StreamModel,
  versionBefore: number,
  deeds: readonly { readonly action: Action; readonly operation: string; readonly deed: Deed }[],
  results: readonly Result[],
): Promise<void> {
  const byVersion = new Map<number, number>();
  for (const [index, { version, length }] of results.entries()) {
    const { action } = deeds[index]!;
    const isIdle = (action.op === 'move' && action.from === action.to) || (action.op === 'shuffle' && length === 1);
    if (version === undefined || isIdle) continue;
    assert.not(byVersion.has(version), 'two edits gave the same version');
    byVersion.set(version, index);
  }
  const last = (await stores[0]!.queue.read(id)).version;
  // An advance does not tell the version: it is the one that no other has, or it found the queue empty.
  const winners = [...results.keys()].filter(
    (index) => (results[index]?.playback?.generation ?? 0) > model.generation && results[index]?.type === 'advanced',
  );
  assert.ok(winners.length <= 1, 'one generation ends once');
  let winner = winners[0];
  const isTaking = byVersion.size < last - versionBefore;
  async function carryOut(index: number): Promise<void> {
    const { action, operation, deed } = deeds[index]!;
    const expected = deed.expect(action.op === 'shuffle' ? await shuffledAlone(model, operation) : []);
    assert.equal(plain(results[index]!), expected, action.op);
  }
  for (let version = versionBefore + 1; version <= last + 1; version += 1) {
    const edited = byVersion.get(version);
    if (winner !== undefined && (isTaking ? edited === undefined : model.queue.length === 0)) {
      await carryOut(winner);
      winner = undefined;
    }
    if (edited !== undefined) await carryOut(edited);
  }
  assert.is(winner, undefined, 'the advance fits nowhere');
}

/** What the same shuffle makes of the same items elsewhere: its order follows from the operation alone. */
async function shuffledAlone({ queue }: StreamModel, operation: string): Promise<string[]> {
  const id = newStream();
  await stores[0]!.queue.add(id, queue.map(toItem), 'end', 'fill');
  await stores[0]!.queue.shuffle(id, operation);
  return order(id);
}

test.run();
