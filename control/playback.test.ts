import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { setListeners } from '../test/fixtures/set-listeners.ts';
import { egor, olga, openUseCaseRoom, operator, type UseCaseRoom } from '../test/fixtures/use-case-room.ts';

const test = suite('playback: skip many, previous, seek, votes');
let room: UseCaseRoom;

test.before(async () => {
  room = await openUseCaseRoom();
});
test.after(() => room.close());
test.before.each(() => room.next());

test('skip three: operators only, within what there is', async () => {
  await room.add('a b c d');
  await room.take();
  assert.is(
    (await room.control.skip({ ...room.by(olga), count: 2 })).type,
    'forbidden',
    'also where all are one’s own',
  );
  for (const count of [0, -1, 5, 1.5, Number.MAX_SAFE_INTEGER]) {
    assert.equal(await room.control.skip({ ...room.by(operator), count }), { type: 'out-of-range', length: 4 });
  }
  const skipped = await room.control.skip({ ...room.by(operator), count: 3 });
  assert.ok(skipped.type === 'done' && skipped.ended.track.title === 'a' && skipped.next?.track.title === 'd');
  assert.is(await room.current(), 'd');
  assert.equal(await room.titles(), []);
});

test('previous: back to what played, and what plays waits at the front', async () => {
  await room.add('a b c');
  await room.take();
  assert.equal(await room.control.previous(room.by(operator)), { type: 'none' });
  await room.control.skip(room.by(operator));
  assert.equal(await room.control.previous(room.by(olga)), { type: 'forbidden' });
  const { generation } = await room.store.playback.read(room.streamId);
  const stale = await room.control.previous({ ...room.by(operator), expectedGeneration: generation - 1 });
  assert.equal(stale, { type: 'stale' });
  const back = await room.control.previous(room.by(operator));
  assert.ok(back.type === 'done' && back.current?.track.title === 'a');
  assert.equal(await room.titles(), ['b', 'c']);
});

test('previous: nothing while off the air', async () => {
  assert.equal(await room.control.previous(room.by(operator)), { type: 'nothing-playing' });
});

test('history: the latest first, with the outcome', async () => {
  await room.add('a b c');
  await room.take();
  await room.control.skip(room.by(operator));
  await room.take();
  const entries = await room.control.readHistory(room.streamId, 10);
  assert.equal(
    entries.map(({ item, outcome }) => [item.track.title, outcome]),
    [
      ['b', 'finished'],
      ['a', 'skipped'],
    ],
  );
});

test('seek: to a place, and by steps that stop at the ends', async () => {
  await room.add('a');
  assert.equal(await room.control.seek({ ...room.by(operator), to: { type: 'to', ms: 1 } }), {
    type: 'nothing-playing',
  });
  await room.take();
  const seek = async (type: 'to' | 'by', ms: number, actor = operator) => {
    const result = await room.control.seek({ ...room.by(actor), to: { type, ms } });
    return result.type === 'done' ? result.positionMs : result.type;
  };
  assert.is(await seek('to', 30_000), 30_000);
  assert.is(await seek('by', 10_000), 40_000);
  assert.is(await seek('by', -5_000), 35_000);
  assert.is(await seek('by', -500_000), 0);
  assert.is(await seek('by', 500_000), 59_000, 'a moment is left to hear where one is');
  assert.is(await seek('to', 60_000), 'out-of-range');
  assert.is(await seek('to', 0, olga), 'forbidden');
  assert.is((await room.store.playback.read(room.streamId)).positionMs, 59_000);
});

test('seek: the same step again is one step', async () => {
  await room.add('a');
  await room.take();
  const request = { ...room.by(operator), to: { type: 'by', ms: 10_000 } } as const;
  await room.control.seek(request);
  await room.control.seek(request);
  assert.is((await room.store.playback.read(room.streamId)).positionMs, 10_000);
});

test('seek: a live stream has no other place', async () => {
  await room.add('live');
  await room.take();
  assert.is((await room.control.seek({ ...room.by(operator), to: { type: 'to', ms: 0 } })).type, 'live');
});

const listen = (count: number, userIds: readonly number[] | null) =>
  setListeners(room.store, room.streamId, { count, userIds });

test('votes: half of four listeners skip; twice by the same person is one vote', async () => {
  await room.add('a b', operator);
  await room.take();
  await listen(4, [1, 3, 7, 8]);
  const first = await room.control.vote(room.by(olga));
  assert.ok(first.type === 'counted' && first.votes === 1 && first.needed === 2 && first.isFirst);
  const again = await room.control.vote(room.by(olga));
  assert.ok(again.type === 'counted' && again.votes === 1);
  const last = await room.control.vote(room.by(egor));
  assert.ok(last.type === 'done' && last.ended.track.title === 'a' && last.next?.track.title === 'b');
  assert.is(await room.current(), 'b');
});

test('votes: at least two, listeners only, those who left don’t count', async () => {
  await room.add('a', operator);
  await room.take();
  await listen(1, [1]);
  const alone = await room.control.vote(room.by(olga));
  assert.ok(alone.type === 'counted' && alone.needed === 2);
  assert.is((await room.control.vote(room.by(egor))).type, 'not-listening');
  await listen(3, [3, 7, 8]);
  const other = await room.control.vote(room.by(egor));
  assert.ok(other.type === 'counted' && other.votes === 1, 'the first voter has left');
});

test('votes end with the track; the share is a setting', async () => {
  await room.add('a b c', operator);
  await room.take();
  await room.control.changeSettings({ ...room.by(operator), patch: { voteSharePercent: 100 } });
  await listen(3, null);
  const { generation } = await room.store.playback.read(room.streamId);
  const first = await room.control.vote({ ...room.by(olga), expectedGeneration: generation });
  assert.ok(first.type === 'counted' && first.needed === 3);
  await room.control.skip(room.by(operator));
  assert.is((await room.control.vote({ ...room.by(egor), expectedGeneration: generation })).type, 'stale');
  const anew = await room.control.vote(room.by(egor));
  assert.ok(anew.type === 'counted' && anew.votes === 1 && anew.isFirst);
});

test('votes: a channel that speaks in the chat, and whoever is blocked, have none', async () => {
  await room.add('a', operator);
  await room.take();
  assert.is((await room.control.vote(room.by({ ...olga, person: { id: -200, name: 'News' } }))).type, 'not-listening');
  assert.is((await room.control.vote(room.by({ ...olga, isBlocked: true }))).type, 'forbidden');
});

test('pause tells how it was before', async () => {
  await room.add('a');
  await room.take();
  const pause = () => room.control.setPaused({ ...room.by(operator), isPaused: true });
  assert.equal(await pause(), { type: 'done', wasPaused: false });
  assert.equal(await pause(), { type: 'done', wasPaused: true });
});

test.run();
