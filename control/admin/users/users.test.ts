import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdminRoom, openAdminRoom, ownerIds } from '../../../test/fixtures/admin-room.ts';
import { rejection } from '../../../test/fixtures/rejection.ts';
import type { Actor, Role } from '../../dependencies.ts';
import type { UserPatch, UserView } from '../users.ts';

const suite = describe('users, in the administration');
let room: AdminRoom;
let owner: Actor;
let admin: Actor;
let moderator: Actor;

suite.before(async () => {
  room = await openAdminRoom();
  owner = await room.person('owner');
  admin = await room.person('admin', 'Admin');
  moderator = await room.person('moderator', 'Moderator');
});
suite.after(() => room.close());

const update = (actor: Actor, id: number, patch: UserPatch) => room.admin.users.update(room.by(actor), id, { patch });

async function read(id: number): Promise<UserView> {
  const found = await room.admin.users.find({ actor: owner }, id);
  if (found.type !== 'done') throw new Error(found.type);
  return found.value;
}

suite('create, read, update, delete: the life of a person, each step in the audit', async () => {
  const created = await room.admin.users.create(room.by(admin), {
    id: 501,
    firstName: ' Nina ',
    username: '@nina_s',
    email: 'Nina@Example.com',
  });
  assert.ok(created.type === 'done');
  const { value } = created;
  assert.equal(
    [value.firstName, value.lastName, value.username, value.email, value.role, value.version, value.firstSeenAt],
    ['Nina', null, 'nina_s', 'Nina@Example.com', 'user', 1, room.clock],
  );
  const changed = await update(admin, 501, { role: 'moderator', note: 'sings', lastName: '' });
  assert.ok(changed.type === 'done');
  assert.equal([changed.value.role, changed.value.note, changed.value.version], ['moderator', 'sings', 2]);
  assert.equal(await read(501), changed.value);
  const deleted = await room.admin.users.delete(room.by(admin), 501, 2);
  assert.equal(deleted, { type: 'done', value: changed.value });
  assert.equal(await room.admin.users.find({ actor: admin }, 501), { type: 'not-found' });
  assert.equal(await room.deeds('user:501'), ['user.create', 'user.role', 'user.edit', 'user.delete']);
  const { adminId, origin, before, after } = await room.latest();
  assert.equal([adminId, origin, before, after], [admin.person.id, 'panel', changed.value, null]);
});

suite('a change that changes nothing is no change', async () => {
  const { person } = await room.person();
  const before = await read(person.id);
  assert.equal(await update(admin, person.id, { role: 'user', email: '', note: null, firstName: 'Olga' }), {
    type: 'done',
    value: before,
  });
  assert.equal(await room.deeds(`user:${person.id}`), []);
});

suite('who may: each role on each role', async () => {
  const roles: readonly Role[] = ['user', 'moderator', 'admin', 'owner'];
  const outcome = async (actor: Actor, target: Role, patch: UserPatch) => {
    const id = target === 'owner' ? ownerIds[1] : (await room.person(target)).person.id;
    const result = await update(actor, id, patch);
    return result.type === 'forbidden' ? `needs ${result.needs}` : result.type;
  };
  const table = async (actor: Actor, patch: UserPatch) =>
    (await Promise.all(roles.map((target) => outcome(actor, target, patch)))).join(', ');
  const user = await room.person();
  const block = { isBlocked: true };
  assert.is(await table(user, block), 'needs admin, needs admin, needs admin, needs admin');
  assert.is(await table(moderator, block), 'needs admin, needs admin, needs admin, needs admin');
  assert.is(await table(admin, block), 'done, done, needs owner, needs null');
  assert.is(await table(owner, block), 'done, done, done, needs null');
  assert.is(await table(admin, { role: 'admin' }), 'needs owner, needs owner, done, needs null');
  assert.is(await table(owner, { role: 'admin' }), 'done, done, done, needs null');
  assert.is(await table(admin, { role: 'user' }), 'done, done, needs owner, needs null');
  assert.is(await table(owner, { role: 'owner' }), 'invalid, invalid, invalid, done');
  assert.is(await table(admin, { note: 'x' }), 'done, done, needs owner, needs null');
});

suite('deleting: not an owner, not an admin by an admin, not by a moderator, not oneself', async () => {
  const remove = async (actor: Actor, id: number) => {
    const result = await room.admin.users.delete(room.by(actor), id);
    return result.type === 'forbidden' ? result.needs : result.type;
  };
  const other = (await room.person('admin')).person.id;
  assert.is(await remove(moderator, other), 'admin', 'a moderator who tries to delete an admin is refused');
  assert.is(await remove(admin, other), 'owner');
  assert.is(await remove(admin, admin.person.id), null);
  assert.is(await remove(owner, owner.person.id), null);
  assert.is(await remove(owner, ownerIds[1]), null);
  assert.is(await remove(owner, other), 'done');
  assert.is(await remove(owner, other), 'not-found');
});

suite('of oneself: email and note, nothing else', async () => {
  assert.is((await update(admin, admin.person.id, { email: 'admin@example.com', note: 'me' })).type, 'done');
  assert.is((await update(owner, owner.person.id, { note: 'me' })).type, 'done');
  for (const patch of [
    { role: 'user' },
    { isBlocked: true },
    { firstName: 'X' },
    { note: 'y', isBlocked: true },
  ] as const) {
    assert.equal(await update(admin, admin.person.id, patch), { type: 'forbidden', needs: null });
  }
  assert.is((await read(admin.person.id)).note, 'me');
  assert.is((await update(moderator, moderator.person.id, { note: 'me' })).type, 'forbidden');
});

suite('what may be done is known before it is tried', async () => {
  const of = (actor: Actor, role: Role, id = 5) => room.admin.users.mayManage({ actor }, { id, role });
  assert.equal(
    [of(admin, 'user'), of(admin, 'moderator'), of(admin, 'admin'), of(admin, 'owner')],
    [true, true, false, false],
  );
  assert.equal([of(owner, 'admin'), of(owner, 'owner'), of(moderator, 'user')], [true, false, false]);
  assert.not.ok(of(admin, 'user', admin.person.id));
});

suite('wrong fields are named, and nothing is changed', async () => {
  const long = 'x'.repeat(10_000);
  const create = (fields: object) =>
    room.admin.users.create(room.by(owner), { id: 601, firstName: 'A', ...fields } as never);
  const wrong: readonly (readonly [object, string, object])[] = [
    [{ firstName: '  ' }, 'firstName', { code: 'required' }],
    [{ firstName: long }, 'firstName', { code: 'too-long', limit: 256 }],
    [{ lastName: long }, 'lastName', { code: 'too-long', limit: 256 }],
    [{ note: long }, 'note', { code: 'too-long', limit: 1_000 }],
    [{ email: 'no email' }, 'email', { code: 'not-an-email' }],
    [{ email: 'a@b' }, 'email', { code: 'not-an-email' }],
    [{ username: 'with space' }, 'username', { code: 'not-a-username' }],
    [{ username: `@${'x'.repeat(33)}` }, 'username', { code: 'too-long', limit: 32 }],
    [{ id: 0 }, 'id', { code: 'not-an-id' }],
    [{ id: -5 }, 'id', { code: 'not-an-id' }],
    [{ id: 1.5 }, 'id', { code: 'not-an-id' }],
    [{ id: 2 ** 60 }, 'id', { code: 'not-an-id' }],
    [{ id: '601' }, 'id', { code: 'not-an-id' }],
    [{ id: moderator.person.id }, 'id', { code: 'taken' }],
    [{ role: 'king' }, 'role', { code: 'not-a-role' }],
    [{ role: 'owner' }, 'role', { code: 'not-a-role' }],
  ];
  for (const [fields, name, error] of wrong) {
    const result = await create(fields);
    assert.equal(result.type === 'invalid' && result.fields[name], error, JSON.stringify(fields).slice(0, 80));
  }
  assert.is((await create({ firstName: '', email: 'x' })).type, 'invalid');
  assert.equal(await room.admin.users.find({ actor: owner }, 601), { type: 'not-found' });
  assert.equal(await update(owner, moderator.person.id, { role: 'king' as 'user' }), {
    type: 'invalid',
    fields: { role: { code: 'not-a-role' } },
  });
});

suite('email and username are one’s own, in whatever case; what Telegram says of usernames is believed', async () => {
  const [one, two] = [await room.person(), await room.person()];
  await update(admin, one.person.id, { email: 'one@example.com', username: 'TheOne' });
  const taken = await update(admin, two.person.id, { email: 'ONE@example.com', username: '@theone' });
  assert.equal(taken, { type: 'invalid', fields: { email: { code: 'taken' }, username: { code: 'taken' } } });
  assert.is((await update(admin, one.person.id, { email: 'One@example.com' })).type, 'done', 'one’s own is not taken');
  const seen = { id: two.person.id, username: 'theone', firstName: 'Two', lastName: null, languageCode: null };
  assert.is((await room.records.users.seen(seen, room.clock)).username, 'theone');
});

suite('a row that somebody else has just changed: told, nothing lost', async () => {
  const { id } = (await room.person()).person;
  await update(owner, id, { note: 'theirs' });
  const late = await room.admin.users.update(room.by(admin), id, { patch: { note: 'mine' }, expectedVersion: 1 });
  assert.ok(late.type === 'conflict' && late.current.note === 'theirs' && late.current.version === 2);
  assert.is((await room.admin.users.delete(room.by(admin), id, 1)).type, 'conflict');
  assert.is((await read(id)).note, 'theirs');
  assert.is(
    (await room.admin.users.update(room.by(admin), id, { patch: { note: 'mine' }, expectedVersion: 2 })).type,
    'done',
  );
});

suite('the same operation again: the first result, written down once', async () => {
  const { id } = (await room.person()).person;
  const request = room.by(admin);
  const first = await room.admin.users.update(request, id, { patch: { role: 'moderator' }, expectedVersion: 1 });
  assert.equal(await room.admin.users.update(request, id, { patch: { role: 'moderator' }, expectedVersion: 1 }), first);
  assert.equal(await room.deeds(`user:${id}`), ['user.role']);
  const removal = room.by(admin);
  const gone = await room.admin.users.delete(removal, id);
  assert.equal(await room.admin.users.delete(removal, id), gone);
  const creation = room.by(admin);
  const made = await room.admin.users.create(creation, { id: 602, firstName: 'A' });
  assert.equal(await room.admin.users.create(creation, { id: 602, firstName: 'A' }), made);
});

suite('a deleted person who talks again is a new user; a block outlives the row', async () => {
  const talk = (id: number) =>
    room.control.people.seen({ id, first_name: 'Again' }).then(() => room.control.people.standing(id));
  const [free, blocked] = [await room.person('moderator'), await room.person()];
  await update(admin, blocked.person.id, { isBlocked: true });
  for (const { person } of [free, blocked]) await room.admin.users.delete(room.by(admin), person.id);
  const standing = { role: 'user', language: null };
  assert.equal(await talk(free.person.id), { ...standing, isBlocked: false });
  assert.equal(await talk(blocked.person.id), { ...standing, isBlocked: true });
  await update(admin, blocked.person.id, { isBlocked: false });
  await room.admin.users.delete(room.by(admin), blocked.person.id);
  assert.equal(await talk(blocked.person.id), { ...standing, isBlocked: false });
});

suite('roles count at once', async () => {
  const { person } = await room.person();
  const standing = async () => (await room.control.people.standing(person.id)).role;
  await update(admin, person.id, { role: 'moderator' });
  assert.is(await standing(), 'moderator');
  await update(admin, person.id, { role: 'user' });
  assert.is(await standing(), 'user');
});

suite('many at once: each by itself', async () => {
  const people = await Promise.all([room.person(), room.person('moderator'), room.person('admin')]);
  const ids = [...people.map(({ person }) => person.id), 99_999];
  const request = room.by(admin);
  const expected = { type: 'done', done: ids.slice(0, 2), refused: ids.slice(2) };
  assert.equal(await room.admin.users.updateMany(request, ids, { isBlocked: true }), expected);
  assert.equal(await room.admin.users.updateMany(request, ids, { isBlocked: true }), expected);
  assert.equal(await Promise.all(ids.slice(0, 3).map(async (id) => (await read(id)).isBlocked)), [true, true, false]);
  assert.equal(await room.deeds(`user:${ids[0]}`), ['user.block']);
  assert.is((await room.admin.users.updateMany(room.by(moderator), ids, { isBlocked: false })).type, 'forbidden');
  const many = Array.from({ length: 1_001 }, (_, index) => index + 1);
  assert.is((await rejection(room.admin.users.updateMany(room.by(admin), many, {}))).code, 'internal');
});

suite('reading is for moderators and up', async () => {
  const { users } = room.admin;
  const query = { sort: 'id', order: 'asc', page: 1, pageSize: 1, search: `${moderator.person.id}` } as const;
  const user = await room.person();
  assert.equal(await users.list({ actor: user }, query), { type: 'forbidden', needs: 'moderator' });
  assert.equal(users.each({ actor: user }, query), { type: 'forbidden', needs: 'moderator' });
  assert.equal(await users.find({ actor: user }, 1), { type: 'forbidden', needs: 'moderator' });
  const page = await users.list({ actor: moderator }, query);
  assert.ok('rows' in page && page.rows[0]?.id === moderator.person.id && page.total === 1);
  const all = users.each({ actor: moderator }, query);
  assert.ok(Symbol.asyncIterator in all);
  const ids: number[] = [];
  for await (const { id } of all) ids.push(id);
  assert.equal(ids, [moderator.person.id]);
});

suite('owners are listed as owners whatever their rows say', async () => {
  await room.records.users.update(ownerIds[1], { role: 'moderator' });
  const list = async (filter: object, order: 'asc' | 'desc' = 'desc') => {
    const query = { sort: 'role', order, page: 1, pageSize: 100, filter } as const;
    const page = await room.admin.users.list({ actor: owner }, query);
    return 'rows' in page ? page.rows.map(({ role }) => role) : [];
  };
  assert.equal(await list({ role: 'owner' }), ['owner', 'owner']);
  assert.not.ok((await list({ role: 'moderator' })).includes('owner'));
  const rank = { owner: 3, admin: 2, moderator: 1, user: 0 };
  const all = await list({});
  assert.equal(
    all,
    [...all].sort((a, b) => rank[b] - rank[a]),
  );
  assert.equal(await list({}, 'asc'), all.toReversed());
});

suite.run();
