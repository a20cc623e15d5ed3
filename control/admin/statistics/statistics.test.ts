import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { type AdminRoom, openAdminRoom } from '../../../test/fixtures/admin-room.ts';
import { makeItem } from '../../../test/fixtures/queue-items.ts';
import { setListeners } from '../../../test/fixtures/set-listeners.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import { startSampling } from './sampler.ts';

const suite = describe('statistics');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const minute = 60_000;
const day = 24 * 60 * minute;
let room: AdminRoom;

suite.before(async () => {
  room = await openAdminRoom();
});
suite.after(() => room.close());

suite('what the first page shows', async () => {
  const moderator = await room.person('moderator');
  await room.person();
  const blocked = await room.person();
  await room.records.users.update(blocked.person.id, { isBlocked: true });
  const { plays, sessions, samples } = room.records;
  const play = (name: string, generation: number, at: number, failure?: string) =>
    plays.record(
      { streamId: -9, sessionId: 's', generation, item: makeItem(name), ...(failure === undefined ? {} : { failure }) },
      at,
    );
  await play('old', 1, room.clock - 40 * day);
  await play('hit', 2, room.clock - 2 * day);
  await play('hit', 3, room.clock - minute);
  await play('broken', 4, room.clock - minute, 'source-failed');
  await sessions.end({ sessionId: 's', streamId: -9, endReason: 'error', endDetail: 'call-closed' }, room.clock - 1);
  await samples.note(3, room.clock - 5 * minute);
  await samples.note(9, room.clock - 2 * day);
  await room.store.playback.start(-9, { sessionId: 's2', userId: 1 }, 'start');
  await setListeners(room.store, -9, { count: 5, userIds: null });

  const statistics = await room.admin.readStatistics({ actor: moderator });
  assert.ok('users' in statistics);
  const { users, listeners, topTracks, ...rest } = statistics;
  assert.equal(users, { total: 5, blocked: 1, byRole: { owner: 2, admin: 0, moderator: 1, user: 2 } });
  assert.equal([listeners.now, listeners.peak24h, listeners.series.length], [5, 5, 144]);
  assert.is(Math.max(...listeners.series.map(({ count }) => count)), 3, 'the older peak is not of the last day');
  const times = listeners.series.map(({ at }) => at);
  assert.ok(
    times.every(
      (at, index) => at % (10 * minute) === 0 && (index === 0 || at - (times[index - 1] ?? 0) === 10 * minute),
    ),
  );
  assert.ok((times.at(-1) ?? 0) <= room.clock);
  assert.equal(rest.streams, { total: 1, live: 1 });
  assert.equal(rest.tracks, { total: 3 });
  assert.equal(rest.tracksPlayed, { total: 3, last24h: 1 });
  assert.equal(rest.errors, { total: 2, last24h: 2 });
  assert.equal(
    topTracks.map(({ trackId, playCount }) => `${trackId} ${playCount}`),
    ['track-hit 2'],
  );
  assert.equal(rest.audit, await room.records.audit.recent(10));
  assert.equal(await room.admin.readStatistics({ actor: await room.person() }), {
    type: 'forbidden',
    needs: 'moderator',
  });
});

suite('the sampler notes who listens; the most of a minute counts, of several processes too', async () => {
  room.clock += day;
  const start = Math.floor(room.clock / minute) * minute;
  const peaks = () => room.records.samples.peaks(start, minute);
  const sample = async (count: number) => {
    const sampling = startSampling({ store: room.store, records: room.records, now: () => room.clock, log });
    await waitFor(async () => (await peaks()).some((peak) => peak.count >= count), { what: 'a sample' });
    await sampling.close();
  };
  await sample(5);
  await setListeners(room.store, -9, { count: 1, userIds: null });
  await room.records.samples.note(1, room.clock);
  assert.equal(await peaks(), [{ at: start, count: 5 }]);
  await room.records.samples.note(2, room.clock + 31 * day);
  assert.equal(await room.records.samples.peaks(0, minute), [{ at: start + 31 * day, count: 2 }], 'kept 30 days');
});

suite.run();
