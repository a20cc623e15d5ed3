import fc from 'fast-check';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { makeItems, namesOf } from '../../../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../../../test/fixtures/redis.ts';
import type { Edited, RealtimeStore } from '../../store.ts';
import { openRealtimeStore } from '../open-realtime-store.ts';

const suite = describe('the queue against a plain array');
const log = createLog({ level: 'fatal', format: 'json', service: 'test' });
let redis: TestRedis;
let stores: RealtimeStore[] = [];
let streams = 0;

suite.before(async () => {
  redis = await startTestRedis();
  const open = () => openRealtimeStore({ url: redis.url, prefix: 'model', log });
  stores = await Promise.all([open(), open(), open()]);
});
suite.after(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await redis.stop();
});

/** What is done to a queue. Positions may lie outside; `isRepeated`: the same operation once more, as a redelivered update. */
type Step = { readonly isRepeated: boolean } & (
  | { readonly type: 'add'; readonly count: number; readonly place: 'end' | 'front' }
  | { readonly type: 'remove' | 'move'; readonly from: number; readonly to: number }
  | { readonly type: 'clear' | 'advance' }
);

const position = fc.integer({ min: -1, max: 14 });
const isRepeated = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('add' as const),
      count: fc.integer({ min: 1, max: 5 }),
      place: fc.constantFrom('end' as const, 'front' as const),
      isRepeated,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom('remove' as const, 'move' as const),
      from: position,
      to: position,
      isRepeated,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('advance' as const), isRepeated }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clear' as const), isRepeated }) },
);

/** The plain array, and what plays. */
interface Model {
  names: string[];
  current: string | null;
  generation: number;
  version: number;
}

/** Does a step to the model and gives what the store must answer. */
function applyToModel(model: Model, given: Step, label: string): unknown {
  const { names } = model;
  const isIn = (value: number) => value >= 1 && value <= names.length;
  const none = { type: 'none', length: names.length };
  const done = (taken: string[]) => ({ type: 'done', names: taken, length: names.length, version: model.version });
  switch (given.type) {
    case 'add': {
      const added = namesOf(makeItems({ prefix: label, count: given.count }));
      const first = given.place === 'front' ? 1 : names.length + 1;
      names.splice(first - 1, 0, ...added);
      model.version += 1;
      const lastPosition = first + added.length - 1;
      return { firstPosition: first, lastPosition, length: names.length, version: model.version };
    }
    case 'remove': {
      if (!isIn(given.from) || !isIn(given.to) || given.from > given.to) return none;
      model.version += 1;
      return done(names.splice(given.from - 1, given.to - given.from + 1));
    }
    case 'move': {
      if (!isIn(given.from) || !isIn(given.to)) return none;
      const moved = names.splice(given.from - 1, 1);
      names.splice(given.to - 1, 0, ...moved);
      if (given.from !== given.to) model.version += 1;
      return done(moved);
    }
    case 'clear': {
      if (names.length === 0) return none;
      model.version += 1;
      return done(names.splice(0));
    }
    case 'advance': {
      const ended = model.current;
      const next = names.shift() ?? null;
      if (next !== null) model.version += 1;
      if (next !== null || ended !== null) model.generation += 1;
      model.current = next;
      return { type: 'advanced', ended, current: next, generation: model.generation };
    }
  }
}

/** Does a step to the store and gives its answer in the model's terms. */
async function applyToStore(
  store: RealtimeStore,
  streamId: number,
  given: Step,
  label: string,
  expectedGeneration: number,
): Promise<unknown> {
  switch (given.type) {
    case 'add':
      return store.queue.add(streamId, makeItems({ prefix: label, count: given.count }), given.place, label);
    case 'advance': {
      const result = await store.playback.advance(
        streamId,
        { expectedGeneration, outcome: 'finished', fence: null },
        label,
      );
      if (result.type === 'stale') return { type: 'stale' };
      const { current, generation } = result.playback;
      return {
        type: 'advanced',
        ended: result.ended?.itemId ?? null,
        current: current?.itemId ?? null,
        generation,
      };
    }
    case 'clear':
      return inNames(await store.queue.clear(streamId, label));
    case 'remove':
      return inNames(await store.queue.remove(streamId, given, label));
    case 'move':
      return inNames(await store.queue.move(streamId, given, label));
  }
}

function inNames(edited: Edited): unknown {
  if (edited.type === 'none') return edited;
  const { items, ...rest } = edited;
  return { ...rest, names: namesOf(items) };
}

suite('any sequence of operations, each perhaps repeated, gives what an array gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      streams += 1;
      const model: Model = { names: [], current: null, generation: 0, version: 0 };
      for (const [index, given] of steps.entries()) {
        const label = `s${index}-`;
        const { generation } = model;
        const expected = applyToModel(model, given, label);
        for (const store of given.isRepeated ? stores : stores.slice(0, 1)) {
          assert.equal(await applyToStore(store, streams, given, label, generation), expected);
        }
      }
      const { items, version, length } = await stores[0]!.queue.read(streams);
      assert.equal({ names: namesOf(items), version, length }, { ...pick(model), length: model.names.length });
    }),
    { numRuns: 120 },
  );
});

function pick({ names, version }: Model): Pick<Model, 'names' | 'version'> {
  return { names, version };
}

suite('operations at the same time: nothing lost, nothing doubled, every item where it was answered to be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 30 }), async (steps) => {
      streams += 1;
      const streamId = streams;
      const answers = await Promise.all(
        steps.map(async (given, index) => {
          const label = `s${index}-`;
          const targets = given.isRepeated ? stores : [stores[index % stores.length]!];
          const each = await Promise.all(targets.map((store) => applyToStore(store, streamId, given, label, 0)));
          return { given, label, each };
        }),
      );
      const added: string[] = [];
      const gone: string[] = [];
      for (const { given, label, each } of answers) {
        // An advance that came to nothing is not remembered: it may be stale the second time. All else answers alike.
        if (given.type !== 'advance') for (const answer of each) assert.equal(answer, each[0]);
        if (given.type === 'add') added.push(...namesOf(makeItems({ prefix: label, count: given.count })));
        const [answer] = each as { type?: string; names?: string[] }[];
        if (given.type === 'remove' || given.type === 'clear') gone.push(...(answer?.names ?? []));
      }
      const { current } = await stores[0]!.playback.read(streamId);
      const present = namesOf((await stores[0]!.queue.read(streamId)).items);
      const all = [...gone, ...present, ...(current === null ? [] : [current.itemId])];
      assert.equal(all.sort(), added.sort());
    }),
    { numRuns: 60 },
  );
});

suite.run();
