import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor } from '../../control/dependencies.ts';
import { openPanelRoom, type PanelRoom, panelOwner } from '../../test/fixtures/panel-room.ts';
import { type PanelVisitor, visitPanel } from '../../test/fixtures/panel-visitor.ts';
import { newOperation } from './request/operation.ts';

const test = suite('users in the panel, without JavaScript');
let room: PanelRoom;
let owner: PanelVisitor;
let adminActor: Actor;
let admin: PanelVisitor;
let moderator: PanelVisitor;

test.before(async () => {
  room = await openPanelRoom();
  owner = await visitPanel(room, panelOwner);
  adminActor = await room.person('admin', 'Ada');
  admin = await visitPanel(room, adminActor);
  moderator = await visitPanel(room, await room.person('moderator', 'Mod'));
});
test.after(() => room.close());

const userFields = {
  firstName: 'Nina',
  lastName: 'Simone',
  username: '@nina',
  email: 'nina@example.org',
  role: 'user',
};

test('the life of a user: made, found, read, changed, undone, deleted', async () => {
  const made = await admin.send('/admin/users/new', '/admin/users', { ...userFields, id: '777', note: '' });
  assert.equal([made.status, made.location], [303, '/admin/users/777']);
  assert.match(made.text, 'was added');
  for (const words of ['nina@example.org', 'simone', '@nina', '777']) {
    assert.match(await admin.read(`/admin/users?q=${encodeURIComponent(words)}`), 'href="/admin/users/777"', words);
  }
  assert.not.match(await admin.read('/admin/users?q=nobody-like-that'), 'href="/admin/users/777"');
  const changed = await admin.send('/admin/users/777', '/admin/users/777', { ...userFields, role: 'moderator' });
  assert.is(changed.status, 303);
  assert.is((await room.control.people.standing(777)).role, 'moderator', 'the right is there at once');
  const [, undo = ''] = /action="(\/admin\/audit\/\d+\/revert)"/.exec(changed.text) ?? [];
  assert.ok(undo, 'the note offers Undo');
  await admin.send('/admin/users/777', undo);
  assert.is((await room.control.people.standing(777)).role, 'user');
  assert.equal(await room.deeds('user:777'), ['user.create', 'user.role', 'user.role']);
  const gone = await admin.send('/admin/users/777', '/admin/users/777/delete');
  assert.is(gone.location, '/admin/users');
  assert.match(gone.text, 'was deleted');
  assert.is((await admin.get('/admin/users/777')).status, 404);
});

test('a note is told once; a save that changes nothing offers no Undo', async () => {
  const { person } = await room.person('user');
  const path = `/admin/users/${person.id}`;
  const saved = await admin.send(path, path, { firstName: 'Olga', role: 'user' });
  assert.match(saved.text, 'was saved');
  assert.not.match(saved.text, '/revert"');
  assert.not.match(await admin.read(path), 'was saved');
});

test('a form that is sent twice does it once', async () => {
  const { person } = await room.person('user');
  const path = `/admin/users/${person.id}`;
  const form = { operation: crypto.randomUUID(), firstName: 'Olga', role: 'user', note: 'once' };
  const both = await Promise.all([admin.send(path, path, form), admin.send(path, path, form)]);
  assert.equal(
    both.map(({ status }) => status),
    [303, 303],
  );
  assert.equal(await room.deeds(`user:${person.id}`), ['user.edit']);
});

test('what is wrong stands by its field, what was written stays, nothing is changed', async () => {
  const wrong = { ...userFields, id: 'seven', email: 'nobody', firstName: '' };
  const answer = await admin.send('/admin/users/new', '/admin/users', wrong);
  assert.is(answer.status, 422);
  assert.match(answer.text, 'This is not a Telegram id.');
  const fields = await admin.send('/admin/users/new', '/admin/users', { ...wrong, id: '778' });
  assert.match(fields.text, 'id="email-error">This is not an email address.');
  assert.match(fields.text, 'id="firstName-error">Please fill this in.');
  assert.match(fields.text, 'value="nobody"');
  const { person } = await room.person('user');
  const path = `/admin/users/${person.id}`;
  const long = await admin.send(path, path, { firstName: 'x'.repeat(10_000), role: 'user', lastName: 'Kept' });
  assert.is(long.status, 422);
  assert.match(long.text, /id="firstName-error">At most \d+ characters\./);
  assert.match(long.text, 'value="Kept"');
  assert.is((await room.records.users.find(person.id))?.firstName, 'Olga');
});

test('a username or email that somebody has is told', async () => {
  await admin.send('/admin/users/new', '/admin/users', { ...userFields, id: '801' });
  const second = await admin.send('/admin/users/new', '/admin/users', { ...userFields, id: '802' });
  assert.is(second.status, 422);
  assert.match(second.text, 'id="username-error">Somebody else has this already.');
});

test('somebody else was faster: told who and what, the own input kept, and saved at the second try', async () => {
  const { person } = await room.person('user');
  const path = `/admin/users/${person.id}`;
  const stale = { version: '1', firstName: 'Olga', role: 'user', note: 'mine' };
  await owner.send(path, path, { firstName: 'Olga', role: 'user', note: 'theirs' });
  const conflict = await admin.send(path, path, stale);
  assert.is(conflict.status, 409);
  assert.match(conflict.text, /owner\u2069 changed this while you were editing/);
  assert.match(conflict.text, 'Saved by them: theirs');
  assert.match(conflict.text, '>mine</textarea>');
  assert.is((await room.records.users.find(person.id))?.note, 'theirs');
  const [, version = ''] = /name="version" value="(\d+)"/.exec(conflict.text) ?? [];
  const again = await admin.send(path, path, { ...stale, version });
  assert.is(again.status, 303);
  assert.is((await room.records.users.find(person.id))?.note, 'mine');
});

test('a moderator looks; what they may not do is not shown, and refused if tried', async () => {
  const list = await moderator.read('/admin/users');
  assert.not.match(list, '/admin/users/new');
  assert.not.match(list, 'type="checkbox"');
  const path = `/admin/users/${adminActor.person.id}`;
  const page = await moderator.read(path);
  assert.not.match(page, `action="${path}"`);
  assert.not.match(page, '/delete');
  for (const action of [path, `${path}/delete`, '/admin/users', '/admin/users/bulk']) {
    const refused = await moderator.send('/admin/users', action, { firstName: 'x', id: '5' });
    assert.is(refused.status, 403, action);
    assert.match(refused.text, 'Your role does not allow this.');
  }
  assert.is((await moderator.get('/admin/users/new')).status, 403);
  assert.ok(await room.records.users.find(adminActor.person.id));
});

test('an admin manages neither admins nor owners nor themselves', async () => {
  const other = await room.person('admin', 'Other');
  const path = `/admin/users/${other.person.id}`;
  assert.match(await admin.read(path), 'Only an owner can change this person.');
  const refused = await admin.send(path, `${path}/delete`);
  assert.is(refused.status, 403);
  assert.match(refused.text, 'This takes the role “owner”.');
  assert.match(await admin.read('/admin/users/1'), 'OWNER_IDS');
  assert.is((await admin.send('/admin/users/1', '/admin/users/1', { firstName: 'x', role: 'user' })).status, 403);
  const own = `/admin/users/${adminActor.person.id}`;
  const self = await admin.read(own);
  assert.match(self, 'This is you');
  assert.not.match(self, 'name="role"');
  assert.is((await admin.send(own, `${own}/delete`)).status, 403);
  assert.is((await admin.send(own, own, { email: 'ada@example.org', note: '' })).status, 303);
});

test('many at once: those that one may change are changed, the others are counted', async () => {
  const ids = [(await room.person('user')).person.id, (await room.person('user')).person.id];
  const form = { id: [...ids, 1].map(String), do: 'role', role: 'moderator' };
  const changed = await admin.send('/admin/users', '/admin/users/bulk', form);
  assert.match(changed.text, '2 users changed. 1 left alone');
  for (const id of ids) assert.is((await room.control.people.standing(id)).role, 'moderator');
  await admin.send('/admin/users', '/admin/users/bulk', { id: ids.map(String), do: 'block' });
  assert.match(await admin.read('/admin/users?blocked=1'), `href="/admin/users/${ids[0]}"`);
  const list = '/admin/users?blocked=1&page=1';
  const headers = { cookie: await room.signIn(adminActor), origin: room.url, referer: room.url + list };
  const body = new URLSearchParams({ id: String(ids[0]), do: 'unblock' });
  const back = await fetch(`${room.url}/admin/users/bulk`, { method: 'POST', headers, body, redirect: 'manual' });
  assert.is(back.headers.get('location'), list, 'the list stays as it was searched');
  const none = await admin.send('/admin/users', '/admin/users/bulk', { do: 'block' });
  assert.match(none.text, 'Select somebody first.');
  const forged = await admin.send('/admin/users', '/admin/users/bulk', {
    id: String(ids[0]),
    do: 'role',
    role: 'owner',
  });
  assert.match(forged.text, 'Select somebody first.');
});

test('the list: filters, order, pages with totals; a page past the end is the last one', async () => {
  for (let i = 0; i < 30; i += 1) await room.person('user', `Page ${String(i).padStart(2, '0')}`);
  const first = await owner.read('/admin/users?q=page&sort=name&order=asc');
  assert.match(first, '30 users');
  assert.match(first, '1 of 2');
  assert.match(first, 'aria-sort="ascending"');
  assert.ok(first.indexOf('Page 00') < first.indexOf('Page 24'));
  assert.not.match(first, 'Page 25');
  const last = await owner.read('/admin/users?q=page&sort=name&order=asc&page=99');
  assert.match(last, 'Page 29');
  assert.match(last, '2 of 2');
  assert.match(await owner.read('/admin/users?role=admin'), 'Ada');
  assert.not.match(await owner.read('/admin/users?role=admin'), 'Page 00');
});

test('CSV: all rows, formulas neutralised, a name that spreadsheets open rightly', async () => {
  for (const firstName of ['=1+1', '+1', '-1', '@SUM(A1)', 'quo"te, comma']) await room.person('user', firstName);
  const answer = await owner.get('/admin/users.csv?sort=id&order=asc');
  assert.is(answer.headers.get('content-disposition'), 'attachment; filename="efir-users.csv"');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const text = bytes.toString();
  assert.match(text, /^\ufeffid,username,firstName,lastName,email,role,/);
  for (const cell of [",'=1+1,", ",'+1,", ",'-1,", ",'@SUM(A1),", ',"quo""te, comma",'])
    assert.ok(text.includes(cell), cell);
  assert.ok(text.trim().split('\r\n').length > 35, 'not only a page of them');
});

test('in Russian, when the browser or the person wants it', async () => {
  const reader = await visitPanel(room, await room.person('moderator', 'Reader'), 'ru');
  assert.match(await reader.read('/admin/users'), '<h1>Люди</h1>');
  const changed = await reader.send('/admin/account', '/admin/account/language', { language: 'en' });
  assert.match(changed.text, 'now speak English');
  assert.match(await reader.read('/admin/users'), '<html lang="en">');
});

test('tokens: shown once, used, revoked', async () => {
  const operation = newOperation();
  const made = await moderator.send('/admin/account', '/admin/account/tokens', { name: 'Grafana <b>', operation });
  const [secret = ''] = /efir_[\w-]{43}/.exec(made.text) ?? [];
  assert.ok(secret);
  assert.is((await room.control.admin.tokens.authenticate(secret))?.person.name, 'Mod');
  const again = await moderator.send('/admin/account', '/admin/account/tokens', { name: 'Grafana <b>', operation });
  assert.match(again.text, 'This token was made already');
  const page = await moderator.read('/admin/account');
  assert.is(page.split('Grafana').length, 3, 'one token: its name, and the question whether to revoke it');
  assert.not.match(page, secret);
  assert.match(page, 'Grafana &lt;b&gt;');
  const [, revoke = ''] = /action="(\/admin\/account\/tokens\/[^"]+\/revoke)"/.exec(page) ?? [];
  assert.match((await moderator.send('/admin/account', revoke)).text, 'no longer works');
  assert.is(await room.control.admin.tokens.authenticate(secret), null);
  const unnamed = await moderator.send('/admin/account', '/admin/account/tokens', { name: '' });
  assert.is(unnamed.status, 422);
});

test.run();
