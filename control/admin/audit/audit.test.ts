import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamSettings } from '../../../storage/model.ts';
import type { AuditRecord } from '../../../storage/sql/records.ts';
import { type AdminRoom, openAdminRoom } from '../../../test/fixtures/admin-room.ts';
import { makeItem } from '../../../test/fixtures/queue-items.ts';
import type { Actor, Request } from '../../dependencies.ts';
import type { AuditQuery, AuditView } from '../audit.ts';
import { mayRevert } from './reversible.ts';

const suite = describe('the audit, and taking things back');
let room: AdminRoom;
let owner: Actor;
let admin: Actor;
let moderator: Actor;
let streamId = -1_001_000;

suite.before(async () => {
  room = await openAdminRoom();
  owner = await room.person('owner');
  admin = await room.person('admin', 'Админ');
  moderator = await room.person('moderator', 'Mod');
});
suite.after(() => room.close());
suite.before.each(() => {
  streamId -= 1;
});

const revert = (actor: Actor, auditId: number, operation?: string) =>
  room.admin.audit.revert(room.by(actor, operation), auditId);
const latestId = async () => (await room.latest()).auditId;
const inStream = (actor: Actor = moderator): Request => ({ streamId, ...room.by(actor) });
const titles = async () => (await room.store.queue.read(streamId)).items.map(({ itemId }) => itemId).join('');

async function list(query: Partial<AuditQuery>): Promise<readonly AuditView[]> {
  const page = await room.admin.audit.list(
    { actor: moderator },
    { sort: 'at', order: 'desc', page: 1, pageSize: 100, ...query },
  );
  if (!('rows' in page)) throw new Error(page.type);
  return page.rows;
}

suite('a role: taken back once, as an entry of its own', async () => {
  const { id } = (await room.person()).person;
  await room.admin.users.update(room.by(admin), id, { patch: { role: 'moderator', note: 'x' } });
  const entries = await list({ filter: { target: `user:${id}` } });
  const role = entries.find(({ action }) => action === 'user.role');
  assert.ok(role?.isReversible && role.revertedBy === null);
  const done = await revert(owner, role.auditId);
  assert.ok(done.type === 'done' && !done.value.isReversible);
  const latest = await room.latest();
  assert.equal(
    [latest.action, latest.before, latest.after, latest.reverts, latest.adminId],
    ['user.role', { role: 'moderator' }, { role: 'user' }, role.auditId, owner.person.id],
  );
  assert.is(done.value.revertedBy, latest.auditId);
  assert.is((await room.records.users.find(id))?.role, 'user');
  assert.is((await room.records.users.find(id))?.note, 'x', 'the rest of that change stays');
  assert.equal(await revert(owner, role.auditId), { type: 'stale' });
  assert.is((await revert(owner, latest.auditId)).type, 'done', 'what took it back is taken back');
  assert.is((await room.records.users.find(id))?.role, 'moderator');
});

suite('block, names, note: back to what they were; stale when they changed again', async () => {
  const { id } = (await room.person()).person;
  const change = async (patch: object) => {
    await room.admin.users.update(room.by(admin), id, { patch });
    return await latestId();
  };
  const blocked = await change({ isBlocked: true });
  assert.is((await revert(admin, blocked)).type, 'done');
  assert.is((await room.records.users.find(id))?.isBlocked, false);
  assert.is((await room.latest()).action, 'user.unblock');
  const renamed = await change({ firstName: 'Other', username: 'other_one' });
  assert.is((await revert(admin, renamed)).type, 'done');
  assert.is((await room.records.users.find(id))?.firstName, 'Olga');
  const noted = await change({ note: 'one' });
  await change({ note: 'two' });
  assert.equal(await revert(admin, noted), { type: 'stale' });
  assert.is((await room.records.users.find(id))?.note, 'two');
  const email = await change({ email: null, note: null });
  await room.admin.users.delete(room.by(admin), id);
  assert.equal(await revert(admin, email), { type: 'stale' }, 'the person is gone');
});

suite('the rights of the change itself are needed', async () => {
  const { id } = (await room.person()).person;
  await room.admin.users.update(room.by(owner), id, { patch: { role: 'admin' } });
  const made = await latestId();
  assert.equal(await revert(moderator, made), { type: 'forbidden', needs: 'admin' });
  assert.equal(await revert(admin, made), { type: 'forbidden', needs: 'owner' });
  assert.equal(await revert(await room.person(), made), { type: 'forbidden', needs: 'moderator' });
  assert.is((await room.records.users.find(id))?.role, 'admin');
  assert.is((await revert(owner, made)).type, 'done');
});

suite('who may is known before they try', async () => {
  const { id } = (await room.person()).person;
  await room.admin.users.update(room.by(admin), id, { patch: { role: 'moderator' } });
  const moderated = await room.latest();
  await room.admin.users.update(room.by(owner), id, { patch: { role: 'admin' } });
  const promoted = await room.latest();
  await room.control.changeSettings({ ...inStream(), patch: { volumePercent: 50 } });
  const set = await room.latest();
  const those = (entry: AuditRecord) => [moderator, admin, owner].map((actor) => mayRevert(actor, entry));
  assert.equal(those(moderated), [false, true, true]);
  assert.equal(those(promoted), [false, false, true]);
  assert.equal(those(set), [true, true, true]);
  assert.equal(those({ ...set, action: 'stream.stop' }), [false, false, false], 'nobody may what cannot be done');
});

suite('the same request again: done once, and done both times', async () => {
  const { id } = (await room.person()).person;
  await room.admin.users.update(room.by(admin), id, { patch: { role: 'moderator' } });
  const role = await latestId();
  await room.control.changeSettings({ ...inStream(), patch: { volumePercent: 50 } });
  const settings = await latestId();
  await room.store.queue.add(streamId, [makeItem('a'), makeItem('b')], 'end', 'add');
  await room.control.move({ ...inStream(), from: 2, to: 1 });
  const moved = await latestId();
  for (const entry of [role, settings, moved]) {
    const operation = `again-${entry}`;
    const [first, second] = [await revert(owner, entry, operation), await revert(owner, entry, operation)];
    assert.is(first.type, 'done');
    assert.equal(second, first);
    assert.equal(await revert(owner, entry), { type: 'stale' }, 'another request');
  }
  assert.is(await titles(), 'ab');
});

suite('a stream’s and a track’s name', async () => {
  await room.records.streams.seen({ id: streamId, type: 'group', title: 'Old', username: null }, 1);
  await room.admin.streams.update(room.by(admin), streamId, { patch: { title: 'New' } });
  assert.is((await revert(admin, await latestId())).type, 'done');
  assert.is((await room.records.streams.find(streamId))?.title, 'Old');
  await room.records.tracks.upsert(makeItem('a').track, 1);
  const { trackId, title } = makeItem('a').track;
  await room.admin.tracks.update(room.by(admin), trackId, { patch: { title: 'New' } });
  assert.is((await revert(admin, await latestId())).type, 'done');
  const track = await room.records.tracks.find(trackId);
  assert.equal([track?.title, track?.isRenamed], [title, false], 'what the file says counts again');
});

suite('settings: only what that change set', async () => {
  const set = async (patch: Partial<StreamSettings>) => {
    await room.control.changeSettings({ ...inStream(), patch });
    return await latestId();
  };
  await set({ volumePercent: 50 });
  const changed = await set({ volumePercent: 80, isFair: true });
  await set({ loop: 'queue' });
  assert.is((await revert(moderator, changed)).type, 'done');
  const { volumePercent, isFair, loop } = await room.store.settings.read(streamId);
  assert.equal([volumePercent, isFair, loop], [50, false, 'queue']);
  assert.is((await room.latest()).reverts, changed);
  assert.is((await revert(moderator, changed)).type, 'stale');
  const again = await set({ volumePercent: 10 });
  await set({ volumePercent: 20 });
  assert.equal(await revert(moderator, again), { type: 'stale' });
});

suite('edits of a queue: that edit, whatever came after it', async () => {
  await room.store.queue.add(
    streamId,
    ['a', 'b', 'c', 'd'].map((name) => makeItem(name)),
    'end',
    'add',
  );
  await room.control.move({ ...inStream(), from: 4, to: 1 });
  const moved = await latestId();
  await room.control.remove({ ...inStream(), from: 2, to: 2 });
  const removed = await latestId();
  assert.is(await titles(), 'dbc');
  assert.is((await revert(moderator, removed)).type, 'done');
  assert.is(await titles(), 'dabc');
  assert.is((await revert(moderator, moved)).type, 'done');
  assert.is(await titles(), 'abcd');
  assert.equal(await revert(moderator, moved), { type: 'stale' });
  await room.control.clear(inStream());
  const cleared = await latestId();
  const done = await revert(moderator, cleared);
  assert.ok(done.type === 'done' && done.value.revertedBy !== null);
  assert.is(await titles(), 'abcd');
  assert.is((await room.latest()).reverts, cleared);
});

suite('what an operator added: out of the queue again', async () => {
  const resolution = { type: 'tracks', tracks: [makeItem('a').track] } as const;
  const jobs = await room.store.resolveJobs.serve(() => Promise.resolve(resolution), { concurrency: 1 });
  const added = await room.control.enqueue({ ...inStream(), query: { type: 'text', text: 'a' } });
  await jobs.close();
  assert.is(added.type, 'added');
  const entry = await room.latest();
  assert.is(entry.action, 'queue.add');
  assert.is((await revert(moderator, entry.auditId)).type, 'done');
  assert.is(await titles(), '');
});

suite('an edit that is not among the latest ten any more is stale', async () => {
  await room.store.queue.add(
    streamId,
    ['a', 'b', 'c'].map((name) => makeItem(name)),
    'end',
    'add',
  );
  await room.control.move({ ...inStream(), from: 3, to: 1 });
  const first = await latestId();
  for (let i = 0; i < 10; i += 1) await room.control.move({ ...inStream(), from: 1, to: 2 });
  assert.equal(await revert(moderator, first), { type: 'stale' });
});

suite('what cannot be taken back', async () => {
  await room.store.queue.add(streamId, [makeItem('a')], 'end', 'add');
  await room.store.playback.start(streamId, { sessionId: 's', userId: 1 }, 'start');
  await room.control.stop(inStream());
  assert.is((await room.latest()).action, 'stream.stop');
  assert.equal(await revert(owner, await latestId()), { type: 'not-reversible' });
  assert.equal(await revert(owner, 999_999), { type: 'not-found' });
});

suite('lists: by person, kind, action, target, origin, time, words; all of them for the export', async () => {
  room.clock += 1_000_000;
  const from = room.clock;
  const { id } = (await room.person()).person;
  await room.admin.users.update(room.by(admin), id, { patch: { role: 'moderator', note: 'x' } });
  await room.control.changeSettings({ streamId, ...room.by(moderator), origin: 'chat', patch: { isFair: true } });
  const actions = async (query: Partial<AuditQuery>) =>
    (await list({ ...query, filter: { from, ...query.filter } })).map(({ action }) => action);
  assert.equal(await actions({}), ['settings.change', 'user.edit', 'user.role']);
  assert.equal(await actions({ order: 'asc' }), ['user.role', 'user.edit', 'settings.change']);
  assert.equal(await actions({ filter: { adminId: moderator.person.id } }), ['settings.change']);
  assert.equal(await actions({ filter: { kind: 'user' } }), ['user.edit', 'user.role']);
  assert.equal(await actions({ filter: { kind: 'use' } }), []);
  assert.equal(await actions({ filter: { action: 'user.role' } }), ['user.role']);
  assert.equal(await actions({ filter: { target: `stream:${streamId}` } }), ['settings.change']);
  assert.equal(await actions({ filter: { origin: 'chat' } }), ['settings.change']);
  assert.equal(await actions({ filter: { to: from - 1 } }), []);
  assert.equal(await actions({ search: 'админ ROLE' }), ['user.role']);
  assert.equal(await actions({ search: `user:${id}` }), ['user.edit', 'user.role']);
  const each = room.admin.audit.each({ actor: moderator }, { sort: 'at', order: 'asc' });
  assert.ok(Symbol.asyncIterator in each);
  const all: AuditView[] = [];
  for await (const entry of each) all.push(entry);
  assert.equal(all.toReversed(), await list({ pageSize: 100 }));
  assert.ok(all.some(({ revertedBy }) => revertedBy !== null));
});

suite.run();
