import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { egor, olga, openUseCaseRoom, operator, type UseCaseRoom } from '../test/fixtures/use-case-room.ts';

const test = suite('adding: many, limits, fairness, settings');
let room: UseCaseRoom;

test.before(async () => {
  room = await openUseCaseRoom();
});
test.after(() => room.close());
test.before.each(() => room.next());

const ask = (text: string) => ({ type: 'text', text }) as const;
const add = (text: string, actor = olga) => room.control.enqueue({ ...room.by(actor), query: ask(text) });

test('many: in the order asked, one edit; what cannot be played is named; progress is told', async () => {
  await room.add('now');
  await room.take();
  const progress: string[] = [];
  const result = await room.control.enqueueMany({
    ...room.by(olga),
    queries: ['a b', 'bad', 'c', 'some', 'd broken', 'e'].map(ask),
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  assert.ok(result.type === 'done' && result.added !== null);
  assert.equal([result.added.firstPosition, result.added.lastPosition, result.added.waitMs], [1, 5, 60_000]);
  assert.equal(await room.titles(), ['a', 'b', 'c', 'd', 'e']);
  assert.equal(
    result.refused.map(({ name, refusal }) => [name, refusal.code]),
    [
      ['bad', 'unreadable'],
      ['broken', 'no-audio'],
    ],
  );
  assert.equal([result.choices.length, result.unanswered], [1, []]);
  assert.equal(progress, ['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
  await room.control.undo(room.by(operator));
  assert.equal(await room.titles(), [], 'all of it is one edit');
});

test('what is added is in the audit when only operators may do it so: to the front, or from outside of the chat', async () => {
  await room.add('now a b');
  await room.take();
  assert.equal(await room.deeds(), [], 'as everybody does');
  await room.control.enqueue({ ...room.by(operator), query: ask('x y'), place: 'front' });
  await room.control.enqueue({ ...room.by(operator), query: ask('z'), origin: 'panel' });
  await room.control.enqueue({ ...room.by(operator), query: ask('bad'), origin: 'panel' });
  assert.equal(await room.deeds(), ['queue.add', 'queue.add']);
  const [last, first] = await room.records.audit.recent(2);
  assert.equal([last?.origin, last?.before], ['panel', null]);
  assert.match(JSON.stringify(first?.after), /^\{"position":1,"added":\{"count":2,.*"version":\d+\}$/);
});

test('many: nothing playable changes nothing', async () => {
  const result = await room.control.enqueueMany({ ...room.by(olga), queries: [ask('bad'), ask('bad')] });
  assert.ok(result.type === 'done' && result.added === null && result.refused.length === 2);
  assert.is((await room.store.playback.read(room.streamId)).isOn, false);
});

test('many, again by the same operation: nothing doubled', async () => {
  const request = { ...room.by(olga), queries: [ask('a'), ask('b')] };
  const first = await room.control.enqueueMany(request);
  assert.equal(await room.control.enqueueMany(request), first);
  assert.equal(await room.titles(), ['a', 'b']);
});

test('at the front: operators only', async () => {
  await room.add('now a b');
  await room.take();
  const refused = await room.control.enqueue({ ...room.by(olga), query: ask('x'), place: 'front' });
  assert.equal(refused, { type: 'forbidden', reason: 'operators-only' });
  await room.control.enqueue({ ...room.by(operator), query: ask('x y'), place: 'front' });
  assert.equal(await room.titles(), ['x', 'y', 'a', 'b']);
});

test('who may add is a setting', async () => {
  await room.control.changeSettings({ ...room.by(operator), patch: { whoMayAdd: 'operators' } });
  assert.equal(await add('a'), { type: 'forbidden', reason: 'operators-only' });
  assert.is((await add('a', operator)).type, 'added');
  const many = await room.control.enqueueMany({ ...room.by(olga), queries: [ask('a')] });
  assert.equal(many, { type: 'forbidden', reason: 'operators-only' });
});

test('a limit for each person: what fits is added, the rest is told; operators have none', async () => {
  await room.add('now', operator);
  await room.take();
  await room.control.changeSettings({ ...room.by(operator), patch: { itemsPerUser: 3 } });
  const some = await add('a b c d e');
  assert.ok(some.type === 'added' && some.items.length === 3);
  assert.equal(some.type === 'added' && some.overLimit, { limit: 3, present: 0, left: 2 });
  assert.equal(await add('f'), { type: 'over-limit', limit: 3, present: 3 });
  assert.is((await add('g', egor)).type, 'added');
  const many = await add('1 2 3 4 5', operator);
  assert.ok(many.type === 'added' && many.items.length === 5);
  assert.equal(await room.titles(), ['a', 'b', 'c', 'g', '1', '2', '3', '4', '5']);
});

test('fair: people take turns', async () => {
  await room.add('now', operator);
  await room.take();
  await room.control.changeSettings({ ...room.by(operator), patch: { isFair: true } });
  await room.add('o1 o2 o3', olga);
  await room.add('e1 e2', egor);
  assert.equal(await room.titles(), ['o1', 'e1', 'o2', 'e2', 'o3']);
});

test('a search that found several adds nothing', async () => {
  const result = await add('some');
  assert.ok(result.type === 'choices' && result.choices.length === 2);
  assert.is((await room.store.playback.read(room.streamId)).isOn, false);
});

test('settings: ranges, rights, before and after', async () => {
  const change = (patch: object, actor = operator) => room.control.changeSettings({ ...room.by(actor), patch });
  assert.equal(await change({ volumePercent: 201 }), {
    type: 'out-of-range',
    setting: 'volumePercent',
    from: 0,
    to: 200,
  });
  for (const patch of [{ volumePercent: -1 }, { voteSharePercent: 0 }, { itemsPerUser: 0 }, { volumePercent: 1.5 }]) {
    assert.is((await change(patch)).type, 'out-of-range', JSON.stringify(patch));
  }
  assert.is((await change({ isFair: true }, olga)).type, 'forbidden');
  const loud = await room.control.setVolume({ ...room.by(operator), volumePercent: 150 });
  assert.ok(loud.type === 'done' && loud.before.volumePercent === 100 && loud.after.volumePercent === 150);
  const looped = await room.control.setLoop({ ...room.by(operator), mode: 'queue' });
  assert.ok(looped.type === 'done' && looped.after.volumePercent === 150);
  assert.is((await room.control.readSettings(room.streamId)).loop, 'queue');
  const [deed] = await room.records.audit.recent(1);
  assert.equal([deed?.action, deed?.before, deed?.after], ['settings.change', { loop: 'off' }, { loop: 'queue' }]);
  const again = await room.control.setLoop({ ...room.by(operator), mode: 'queue' });
  assert.ok(again.type === 'done' && again.before.loop === 'queue');
  assert.is((await room.deeds()).length, 2, 'what is so already is no change');
});

test.run();
