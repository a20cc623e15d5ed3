import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import type { Resolution, Track } from '../../../storage/model.ts';
import type { RemovedTrack } from '../../../storage/removed-tracks.ts';
import { type AdminRoom, openAdminRoom } from '../../../test/fixtures/admin-room.ts';
import type { Actor } from '../../dependencies.ts';
import { nameOfQuery } from '../../resolve-query.ts';
import type { TrackQuery } from '../tracks.ts';

const suite = describe('tracks, in the administration');
let room: AdminRoom;
let admin: Actor;
let moderator: Actor;
let jobs: { close(): Promise<void> };

const track = (name: string, more: Partial<Track> = {}): Track => ({
  trackId: `t-${name}`,
  title: name,
  performer: null,
  durationMs: 60_000,
  source: { type: 'library', path: `${name}.mp3` },
  ...more,
});

/** What a link is found to be: words are tracks. */
function resolve(text: string): Resolution {
  if (text === 'bad') return { type: 'refused', name: text, refusal: { code: 'unreadable' } };
  if (text === 'some') return { type: 'choices', choices: [track('x'), track('renamed')] };
  return { type: 'tracks', tracks: text.split(' ').map((name) => track(name)) };
}

suite.before(async () => {
  room = await openAdminRoom();
  admin = await room.person('admin', 'Admin');
  moderator = await room.person('moderator', 'Moderator');
  jobs = room.store.resolveJobs.serve(async ({ query }) => resolve(nameOfQuery(query)), { concurrency: 2 });
});
suite.after(async () => {
  await jobs.close();
  await room.close();
});

const list = async (query: Partial<TrackQuery>) => {
  const whole = { sort: 'title', order: 'asc', page: 1, pageSize: 50, ...query } as const;
  const page = await room.admin.tracks.list({ actor: moderator }, whole);
  return 'rows' in page ? page.rows.map(({ title }) => title) : [];
};
const rename = (trackId: string, title: string) =>
  room.admin.tracks.update(room.by(admin), trackId, { patch: { title } });

suite('create: fetched and checked by a player, with the file’s name or one’s own', async () => {
  const request = room.by(admin);
  const created = await room.admin.tracks.create(request, { link: ' song ' });
  assert.ok(created.type === 'done' && created.value.title === 'song' && !created.value.isRenamed);
  assert.equal([created.value.playCount, created.value.lastPlayedAt], [0, null]);
  assert.equal(await room.admin.tracks.create(request, { link: 'song' }), created, 'the same again');
  const named = await room.admin.tracks.create(room.by(admin), { link: 'file', title: 'Sinnerman', performer: 'Nina' });
  assert.ok(named.type === 'done' && named.value.isRenamed);
  assert.equal([named.value.title, named.value.performer], ['Sinnerman', 'Nina']);
  assert.equal(await room.deeds('track:t-song'), ['track.create']);
});

suite('create: what cannot be entered, and why', async () => {
  const create = (link: string, actor = admin) => room.admin.tracks.create(room.by(actor), { link });
  const field = (code: string) => ({ type: 'invalid', fields: { link: { code } } });
  assert.equal(await create('bad'), { type: 'refused', name: 'bad', refusal: { code: 'unreadable' } });
  assert.equal(await create('some'), { type: 'several' });
  assert.equal(await create('one two'), { type: 'several' });
  assert.equal(await create(''), field('required'));
  assert.equal(await create('file:///etc/passwd'), field('not-a-link'));
  assert.equal(await create('javascript:alert(1)'), field('not-a-link'));
  assert.is((await create('x'.repeat(10_000))).type, 'invalid');
  await create('twice');
  assert.equal(await create('twice'), field('taken'));
  assert.equal(await create('song', moderator), { type: 'forbidden', needs: 'admin' });
});

suite('a name that was given stays: when the track plays, is added, is found', async () => {
  await room.records.tracks.upsert(track('renamed'), 1);
  const renamed = await rename('t-renamed', '<b>Новое</b>');
  assert.ok(renamed.type === 'done' && renamed.value.isRenamed && renamed.value.version === 2);
  await room.records.tracks.upsert(track('renamed', { durationMs: 5 }), 2);
  const found = await room.admin.tracks.find({ actor: moderator }, 't-renamed');
  assert.ok(found.type === 'done' && found.value.title === '<b>Новое</b>' && found.value.durationMs === 5);
  const request = { streamId: -7, actor: admin, operation: 'add' };
  const added = await room.control.enqueue({ ...request, query: { type: 'text', text: 'plain renamed' } });
  assert.ok(added.type === 'added');
  assert.equal(
    added.items.map((item) => item.track.title),
    ['plain', '<b>Новое</b>'],
  );
  const choices = await room.control.enqueue({ ...request, operation: 'b', query: { type: 'text', text: 'some' } });
  assert.equal(choices.type === 'choices' && choices.choices.map(({ title }) => title), ['x', '<b>Новое</b>']);
  assert.equal(await list({ search: 'НОВО' }), ['<b>Новое</b>'], 'found by its new name');
  assert.equal(await list({ search: 'renamed' }), []);
});

suite('update: conflicts, wrong fields, no right, no such track', async () => {
  await room.records.tracks.upsert(track('edited'), 1);
  const update = (patch: object, expectedVersion?: number, actor = admin) =>
    room.admin.tracks.update(room.by(actor), 't-edited', {
      patch,
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    });
  const noted = await update({ note: 'good' }, 1);
  assert.ok(noted.type === 'done' && noted.value.note === 'good' && !noted.value.isRenamed);
  assert.is((await update({ note: 'late' }, 1)).type, 'conflict');
  assert.equal(await update({ title: '' }), { type: 'invalid', fields: { title: { code: 'required' } } });
  assert.equal(await update({ title: 'x'.repeat(10_000) }), {
    type: 'invalid',
    fields: { title: { code: 'too-long', limit: 256 } },
  });
  assert.is((await update({ note: 'x' }, undefined, moderator)).type, 'forbidden');
  assert.equal(await rename('none', 'x'), { type: 'not-found' });
  assert.equal(await room.deeds('track:t-edited'), ['track.edit']);
});

suite('plays are counted; lists go by them, by source, by words', async () => {
  await room.records.tracks.upsert(track('never', { performer: 'Миша', source: { type: 'http', url: 'http://x' } }), 1);
  for (const generation of [1, 2]) {
    const item = {
      itemId: `i${generation}`,
      track: track('often', { performer: 'Миша' }),
      addedBy: admin.person,
      addedAt: 1,
    };
    await room.records.plays.record({ streamId: -8, sessionId: 's', generation, item }, generation);
    await room.records.plays.record({ streamId: -8, sessionId: 's', generation, item, outcome: 'finished' }, 9);
  }
  const often = await room.admin.tracks.find({ actor: moderator }, 't-often');
  assert.ok(often.type === 'done');
  assert.equal([often.value.playCount, often.value.lastPlayedAt], [2, 2]);
  assert.equal(await list({ search: 'МИША', sort: 'playCount', order: 'desc' }), ['often', 'never']);
  assert.equal(await list({ search: 'миша', filter: { source: 'http' } }), ['never']);
  assert.equal(await list({ search: 'ми', filter: { source: 'library' } }), ['often']);
});

suite('deleted: row and plays go, players are told, the audit stays', async () => {
  const told: RemovedTrack[] = [];
  const request = room.by(admin);
  assert.is((await room.admin.tracks.delete(room.by(admin), 't-often', 7)).type, 'conflict');
  assert.is((await room.admin.tracks.delete(room.by(moderator), 't-often')).type, 'forbidden');
  const deleted = await room.admin.tracks.delete(request, 't-often', 1);
  assert.ok(deleted.type === 'done' && deleted.value.playCount === 2);
  assert.equal(await room.admin.tracks.delete(request, 't-often'), deleted, 'the same again');
  assert.equal(await room.admin.tracks.delete(room.by(admin), 't-often'), { type: 'not-found' });
  assert.equal(await room.records.plays.recent(-8, 5), []);
  assert.equal(await room.records.tracks.removals(), []);
  const stopping = new AbortController();
  for await (const removed of room.store.removedTracks.follow(stopping.signal)) {
    told.push(removed);
    stopping.abort();
  }
  const source = { type: 'library', path: 'often.mp3' } as const;
  assert.equal(told, [{ trackId: 't-often', source, removedAt: room.clock }]);
  assert.equal(await room.deeds('track:t-often'), ['track.delete']);
});

suite('deleted while Redis is away: players are told when it is back', async () => {
  await room.records.tracks.upsert(track('later'), 1);
  await room.redis.kill();
  const deleting = room.admin.tracks.delete(room.by(admin), 't-later');
  assert.is((await deleting).type, 'done');
  assert.is((await room.records.tracks.removals()).length, 1);
  await room.redis.restart();
  await room.records.tracks.upsert(track('next'), 1);
  assert.is((await room.admin.tracks.delete(room.by(admin), 't-next')).type, 'done');
  assert.equal(await room.records.tracks.removals(), []);
});

suite.run();
