import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { setListeners } from '../../test/fixtures/set-listeners.ts';
import { egor, olga, openUseCaseRoom, operator, type UseCaseRoom } from '../../test/fixtures/use-case-room.ts';

const test = suite('keep playing');
const minute = 60_000;
let room: UseCaseRoom;

test.before(async () => {
  room = await openUseCaseRoom();
});
test.after(() => room.close());
test.before.each(() => room.next());

/** A stream that Olga added to, that nobody listens to, and whose chat was warned. */
async function warned() {
  await room.add('a b', olga);
  await room.take();
  await setListeners(room.store, room.streamId, { count: 0, userIds: [] });
  const audience = await room.store.audience.read(room.streamId);
  assert.ok(audience);
  await room.store.audience.markWarned(room.streamId, audience);
  return audience.sessionId;
}

const endsAt = async () => (await room.control.readAutoEnd(room.streamId)).endsAt ?? 0;

test('an operator, or who added something, gives it one more full timeout; it is written down', async () => {
  for (const actor of [operator, olga]) {
    room.next();
    const sessionId = await warned();
    const before = await endsAt();
    const kept = await room.control.keepPlaying({ ...room.by(actor), sessionId });
    assert.ok(kept.type === 'kept' && kept.endsAt >= before);
    const { keptAt } = (await room.store.audience.read(room.streamId)) ?? {};
    assert.is(kept.endsAt, (keptAt ?? 0) + 5 * minute);
    assert.ok((await room.deeds()).includes('auto-end.keep'));
  }
});

test('once for each warning: the second press does nothing, by whomever', async () => {
  const sessionId = await warned();
  await room.control.keepPlaying({ ...room.by(operator), sessionId });
  const before = await endsAt();
  assert.equal(await room.control.keepPlaying({ ...room.by(olga), sessionId }), { type: 'already', endsAt: before });
  assert.is(await endsAt(), before);
});

test('somebody who has nothing to do with it may not, nor who is blocked', async () => {
  const sessionId = await warned();
  const before = await endsAt();
  for (const actor of [egor, { ...olga, isBlocked: true }]) {
    assert.equal(await room.control.keepPlaying({ ...room.by(actor), sessionId }), { type: 'forbidden' });
  }
  assert.is(await endsAt(), before);
});

test('over: somebody listens, another session runs, or it has ended', async () => {
  const sessionId = await warned();
  const press = (session: string) => room.control.keepPlaying({ ...room.by(operator), sessionId: session });
  assert.equal(await press('another'), { type: 'over' });
  await setListeners(room.store, room.streamId, { count: 1, userIds: null });
  assert.equal(await press(sessionId), { type: 'over' });
  await room.control.stop(room.by(operator));
  assert.equal(await press(sessionId), { type: 'over' });
});

test('how a stream is set is read with its end; 1 to 1,440 minutes', async () => {
  await warned();
  await room.control.changeSettings({ ...room.by(operator), patch: { autoEndMinutes: 30 } });
  const { emptySince } = (await room.store.audience.read(room.streamId)) ?? {};
  const state = await room.control.readAutoEnd(room.streamId);
  assert.equal(state, { isOn: true, minutes: 30, endsAt: (emptySince ?? 0) + 30 * minute });
  for (const autoEndMinutes of [0, -5, 1.5, 99_999, Number.NaN]) {
    const result = await room.control.changeSettings({ ...room.by(operator), patch: { autoEndMinutes } });
    assert.equal(result, { type: 'out-of-range', setting: 'autoEndMinutes', from: 1, to: 1_440 });
  }
  await room.control.changeSettings({ ...room.by(operator), patch: { isAutoEndOn: false } });
  assert.equal(await room.control.readAutoEnd(room.streamId), { isOn: false, minutes: 30, endsAt: null });
});

test.run();
