import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { egor, olga, openUseCaseRoom, operator, type UseCaseRoom } from '../../test/fixtures/use-case-room.ts';

const test = suite('edits of the queue');
let room: UseCaseRoom;

test.before(async () => {
  room = await openUseCaseRoom();
});
test.after(() => room.close());
test.before.each(() => room.next());

test('move: 4 to 2 puts it there; the audit has before and after', async () => {
  await room.add('now a b c d e');
  await room.take();
  const moved = await room.control.move({ ...room.by(operator), from: 4, to: 2 });
  assert.ok(moved.type === 'done' && moved.items[0]?.track.title === 'd' && moved.length === 5);
  assert.equal(await room.titles(), ['a', 'd', 'b', 'c', 'e']);
  const [deed] = await room.records.audit.recent(1);
  assert.is(deed?.action, 'queue.move');
  assert.equal([deed?.adminId, deed?.adminName, deed?.origin], [2, '@admin', 'chat']);
  assert.is((deed?.before as { position?: number } | undefined)?.position, 4);
  assert.equal(deed?.after, { position: 2, version: moved.version });
});

test('move: out of range, no positions at all, stale, forbidden: nothing changes', async () => {
  await room.add('now a b c');
  await room.take();
  const attempt = (from: number, to: number) => room.control.move({ ...room.by(operator), from, to });
  for (const [from, to] of [
    [40, 2],
    [2, 40],
    [0, 1],
    [-1, 2],
    [1.5, 2],
    [Number.NaN, 1],
    [Number.MAX_SAFE_INTEGER, 1],
    [Number.POSITIVE_INFINITY, 1],
  ] as const) {
    assert.equal(await attempt(from, to), { type: 'out-of-range', length: 3 }, `${from} ${to}`);
  }
  const stale = await room.control.move({ ...room.by(operator), from: 1, to: 2, expectedItemId: 'other' });
  assert.equal(stale, { type: 'stale', length: 3 });
  assert.equal(await room.control.move({ ...room.by(olga), from: 1, to: 2 }), { type: 'forbidden' });
  assert.equal(await room.titles(), ['a', 'b', 'c']);
});

test('move to where it stands: no edit, nothing in the audit, nothing for an undo to mistake for one', async () => {
  await room.add('now a b c');
  await room.take();
  const moved = await room.control.move({ ...room.by(operator), from: 2, to: 2 });
  assert.ok(moved.type === 'done' && moved.version === null && moved.items[0]?.track.title === 'b');
  assert.equal(await room.control.move({ ...room.by(operator), from: 4, to: 4 }), { type: 'out-of-range', length: 3 });
  const stale = await room.control.move({ ...room.by(operator), from: 1, to: 1, expectedItemId: 'other' });
  assert.equal(stale, { type: 'stale', length: 3 });
  assert.equal(await room.titles(), ['a', 'b', 'c']);
  assert.equal(await room.deeds(), []);
});

test('the same operation again: the first result, one deed in the audit', async () => {
  await room.add('now a b c');
  await room.take();
  const request = { ...room.by(operator), from: 3, to: 1 };
  const first = await room.control.move(request);
  assert.equal(await room.control.move(request), first);
  assert.equal(await room.titles(), ['c', 'a', 'b']);
  assert.equal(await room.deeds(), ['queue.move']);
});

test('remove: an operator anything, a listener their own, one at a time', async () => {
  await room.add('now', operator);
  await room.take();
  await room.add('a b', olga);
  await room.add('c d', egor);
  assert.equal(await room.control.remove({ ...room.by(olga), from: 3, to: 3 }), { type: 'forbidden' });
  assert.equal(await room.control.remove({ ...room.by(olga), from: 1, to: 2 }), { type: 'forbidden' });
  assert.is((await room.control.remove({ ...room.by(olga), from: 2, to: 2 })).type, 'done');
  assert.equal(await room.titles(), ['a', 'c', 'd']);
  const both = await room.control.remove({ ...room.by(operator), from: 2, to: 3 });
  assert.ok(both.type === 'done' && both.items.length === 2);
  assert.equal(await room.titles(), ['a']);
  assert.equal(await room.control.remove({ ...room.by(operator), from: 2, to: 2 }), {
    type: 'out-of-range',
    length: 1,
  });
  assert.equal(await room.control.remove({ ...room.by(operator), from: 1, to: 1, expectedItemId: 'gone' }), {
    type: 'stale',
    length: 1,
  });
  assert.is(await room.current(), 'now', 'what plays is not interrupted');
});

test('remove again by the same operation does not remove the next one', async () => {
  await room.add('now a b c');
  await room.take();
  const request = { ...room.by(olga), from: 1, to: 1 };
  await room.control.remove(request);
  await room.control.remove(request);
  assert.equal(await room.titles(), ['b', 'c']);
});

test('all of one person: one’s own, or anybody’s by an operator', async () => {
  await room.add('now', operator);
  await room.take();
  await room.add('a', olga);
  await room.add('b', egor);
  await room.add('c', olga);
  assert.equal(await room.control.removeOf({ ...room.by(olga), userId: egor.person.id }), { type: 'forbidden' });
  assert.is((await room.control.removeOf({ ...room.by(olga), userId: 1 })).type, 'done');
  assert.equal(await room.titles(), ['b']);
  assert.is((await room.control.removeOf({ ...room.by(operator), userId: 1 })).type, 'none');
  assert.is((await room.control.removeOf({ ...room.by(operator), userId: 3 })).type, 'done');
  assert.equal(await room.titles(), []);
});

test('clear and shuffle: operators, when there is something to do', async () => {
  assert.equal(await room.control.clear(room.by(operator)), { type: 'none', length: 0 });
  assert.equal(await room.control.shuffle(room.by(operator)), { type: 'none', length: 0 });
  await room.add('now a b c d e f g h');
  await room.take();
  assert.equal(await room.control.clear(room.by(olga)), { type: 'forbidden' });
  assert.equal(await room.control.shuffle(room.by(olga)), { type: 'forbidden' });
  const shuffled = await room.control.shuffle(room.by(operator));
  assert.ok(shuffled.type === 'done' && shuffled.length === 8);
  assert.equal([...(await room.titles())].sort(), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  const cleared = await room.control.clear(room.by(operator));
  assert.ok(cleared.type === 'done' && cleared.items.length === 8);
  assert.equal(await room.deeds(), ['queue.shuffle', 'queue.clear']);
});

test('undo: the last edit comes back; a button for an older queue does nothing', async () => {
  await room.add('now a b c');
  await room.take();
  const before = await room.titles();
  const cleared = await room.control.clear(room.by(operator));
  assert.ok(cleared.type === 'done' && cleared.version !== null);
  assert.equal(await room.control.undo(room.by(olga)), { type: 'forbidden' });
  const stale = await room.control.undo({ ...room.by(operator), expectedVersion: cleared.version - 1 });
  assert.equal(stale, { type: 'stale' });
  const request = { ...room.by(operator), expectedVersion: cleared.version };
  const undone = await room.control.undo(request);
  assert.ok(undone.type === 'done' && undone.edit === 'clear' && undone.items.length === 3);
  assert.equal(await room.titles(), before);
});

test('undo of nothing', async () => {
  assert.equal(await room.control.undo(room.by(operator)), { type: 'none' });
});

test.run();
