import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdminRoom, openAdminRoom, ownerIds } from '../../../test/fixtures/admin-room.ts';
import { rejection } from '../../../test/fixtures/rejection.ts';
import type { Actor } from '../../dependencies.ts';

const suite = describe('ways into the administration');
let room: AdminRoom;
let owner: Actor;

suite.before(async () => {
  room = await openAdminRoom();
  owner = await room.person('owner');
});
suite.after(() => room.close());

async function link(actor: Actor): Promise<string> {
  const issued = await room.admin.access.issueLink(room.by(actor));
  if (issued.type !== 'issued') throw new Error(issued.type);
  assert.is(issued.expiresAt, room.clock + 5 * 60_000);
  return issued.secret;
}

async function signIn(actor: Actor, previous: string | null = null): Promise<string> {
  const result = await room.admin.access.signIn(await link(actor), previous);
  if (result.type !== 'signed-in') throw new Error(result.type);
  assert.is(result.expiresAt, room.clock + 7 * 24 * 60 * 60_000);
  return result.session;
}

const set = (id: number, patch: { role?: 'user' | 'moderator'; isBlocked?: boolean }) =>
  room.admin.users.update(room.by(owner), id, { patch });
const who = async (session: string) => (await room.admin.access.readSession(session))?.person.id ?? null;

suite('a link is for moderators and up; looking at it does not use it; it signs in once', async () => {
  const moderator = await room.person('moderator', 'Mod');
  const { access } = room.admin;
  assert.equal(await access.issueLink(room.by(await room.person())), { type: 'forbidden', needs: 'moderator' });
  const secret = await link(moderator);
  assert.match(secret, /^[\w-]{43}$/);
  assert.equal(await access.peek(secret), { name: 'Mod' });
  assert.equal(await access.peek(secret), { name: 'Mod' });
  const all = await Promise.all([1, 2, 3].map(() => access.signIn(secret, null)));
  assert.equal(all.map(({ type }) => type).sort(), ['expired', 'expired', 'signed-in']);
  assert.is(await access.peek(secret), null);
  assert.equal(await access.signIn('guessed', null), { type: 'expired' });
  assert.equal(await room.deeds(`user:${moderator.person.id}`), ['panel.sign-in']);
});

suite('a new session is always another one, and ends the one that the browser brought', async () => {
  const moderator = await room.person('moderator');
  const first = await signIn(moderator);
  const second = await signIn(moderator, first);
  assert.is.not(first, second);
  assert.is(await who(first), null);
  assert.is(await who(second), moderator.person.id);
  const third = await signIn(moderator, 'fixed-by-somebody');
  assert.is.not(third, 'fixed-by-somebody');
  assert.is(await who('fixed-by-somebody'), null);
  await room.admin.access.signOut(third);
  assert.is(await who(third), null);
  assert.is(await who(second), moderator.person.id, 'another device stays');
});

suite('who lost their right between link and sign-in is not signed in', async () => {
  const moderator = await room.person('moderator');
  const secret = await link(moderator);
  // Not by a use case, which would end the link as well.
  await room.records.users.update(moderator.person.id, { role: 'user' });
  assert.equal(await room.admin.access.signIn(secret, null), { type: 'forbidden', needs: 'moderator' });
});

suite('losing the role, a block or a deletion ends sessions and links for good; a change that keeps it does not', async () => {
  for (const patch of [{ role: 'user' }, { isBlocked: true }] as const) {
    const { person, ...rights } = await room.person('admin');
    const session = await signIn({ person, ...rights });
    const waiting = await link({ person, ...rights });
    await set(person.id, { role: 'moderator' });
    assert.is((await room.admin.access.readSession(session))?.role, 'moderator', 'the role that SQL says now');
    await set(person.id, patch);
    assert.is(await who(session), null);
    await set(person.id, { role: 'moderator', isBlocked: false });
    assert.is(await who(session), null, 'the right came back, the session did not');
    assert.is(await room.admin.access.peek(waiting), null);
  }
  const gone = await room.person('moderator');
  const session = await signIn(gone);
  await room.admin.users.delete(room.by(owner), gone.person.id);
  assert.is(await who(session), null);
});

suite('a right that was lost behind our back ends the sessions at their next use', async () => {
  const moderator = await room.person('moderator');
  const [one, two] = [await signIn(moderator), await signIn(moderator)];
  await room.records.users.update(moderator.person.id, { isBlocked: true });
  assert.is(await who(one), null);
  await room.records.users.update(moderator.person.id, { isBlocked: false });
  assert.equal([await who(one), await who(two)], [null, null]);
});

suite('an owner is let in without a row, and cannot be locked out by a block in it', async () => {
  await room.records.users.delete(ownerIds[1]);
  const other = { ...owner, person: { id: ownerIds[1], name: 'Owner' } };
  const session = await signIn(other);
  assert.is((await room.admin.access.readSession(session))?.role, 'owner');
  await room.records.users.update(ownerIds[0], { isBlocked: true });
  assert.ok(await who(await signIn(owner)));
  await room.records.users.update(ownerIds[0], { isBlocked: false });
});

suite('secrets are not kept: neither Redis nor SQL holds one', async () => {
  const moderator = await room.person('moderator');
  const session = await signIn(moderator);
  assert.is(await room.store.webSessions.read(session), null, 'it is found by its hash only');
  const token = await room.admin.tokens.create(room.by(moderator), { name: 'script' });
  assert.ok(token.type === 'done');
  assert.is(await room.records.tokens.use(token.secret, 1), null);
});

suite('tokens: shown once, used with the rights of the moment, revoked', async () => {
  const moderator = await room.person('moderator', 'Mod');
  const { tokens } = room.admin;
  const creation = room.by(moderator);
  const created = await tokens.create(creation, { name: ' backup ' });
  assert.ok(created.type === 'done');
  assert.match(created.secret, /^efir_[\w-]{43}$/);
  const { tokenId } = created.value;
  assert.equal(await tokens.create(creation, { name: ' backup ' }), { type: 'made-before' }, 'the same form again');
  assert.equal(await tokens.list({ actor: moderator }), [created.value]);
  assert.equal([created.value.name, created.value.lastUsedAt], ['backup', null]);
  room.clock += 90_000;
  assert.equal(await tokens.authenticate(created.secret), { ...moderator, person: { ...moderator.person } });
  const [used] = (await tokens.list({ actor: moderator })) as readonly { readonly lastUsedAt: number | null }[];
  assert.is(used?.lastUsedAt, Math.floor(room.clock / 60_000) * 60_000);
  for (const wrong of ['', 'efir_', `${created.secret}x`, created.secret.replace('efir_', 'EFIR_')]) {
    assert.is(await tokens.authenticate(wrong), null, wrong);
  }
  await set(moderator.person.id, { isBlocked: true });
  assert.is(await tokens.authenticate(created.secret), null);
  await set(moderator.person.id, { isBlocked: false });
  assert.is((await tokens.authenticate(created.secret))?.role, 'moderator');
  const other = await room.person('admin');
  assert.equal(await tokens.revoke(room.by(other), tokenId), { type: 'not-found' }, 'not somebody else’s');
  const request = room.by(moderator);
  assert.is((await tokens.revoke(request, tokenId)).type, 'done');
  assert.is((await tokens.revoke(request, tokenId)).type, 'done', 'the same again');
  assert.is(await tokens.authenticate(created.secret), null);
  assert.equal(await room.deeds(`token:${tokenId}`), ['token.create', 'token.revoke']);
});

suite('tokens: names, rights, and the end with their person', async () => {
  const moderator = await room.person('moderator');
  const { tokens } = room.admin;
  const error = async (name: string) => {
    const result = await tokens.create(room.by(moderator), { name });
    return result.type === 'invalid' ? result.fields['name'] : result.type;
  };
  assert.equal(await error(' '), { code: 'required' });
  assert.equal(await error('x'.repeat(65)), { code: 'too-long', limit: 64 });
  assert.is((await tokens.create(room.by(await room.person()), { name: 'a' })).type, 'forbidden');
  const created = await tokens.create(room.by(moderator), { name: 'a' });
  assert.ok(created.type === 'done');
  await room.admin.users.delete(room.by(owner), moderator.person.id);
  assert.is(await tokens.authenticate(created.secret), null);
});

suite('while Redis is away nobody is let in, and a change of rights still happens', async () => {
  const moderator = await room.person('moderator');
  const session = await signIn(moderator);
  await room.redis.kill();
  assert.is((await set(moderator.person.id, { role: 'user' })).type, 'done');
  assert.is((await rejection(room.admin.access.readSession(session))).code, 'redis-unavailable');
  await room.redis.restart();
  assert.is(await who(session), null);
});

suite.run();
