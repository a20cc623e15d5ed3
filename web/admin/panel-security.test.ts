import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanelRoom, type PanelRoom, panelOwner } from '../../test/fixtures/panel-room.ts';

const test = suite('security of the panel');
let room: PanelRoom;

test.before(async () => {
  room = await openPanelRoom();
});
test.after(() => room.close());

/** Sends a form as our own page does, unless other headers are given. */
function send(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const own = { origin: room.url, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  return fetch(room.url + path, { method: 'POST', redirect: 'manual', headers: { ...own, ...headers }, body });
}

const see = (path: string, cookie = '') => fetch(room.url + path, { redirect: 'manual', headers: { cookie } });

test('whoever is not signed in is told how to get in, at every address', async () => {
  for (const path of ['/admin', '/admin/users', '/admin/users.csv', '/admin/streams/-1', '/admin/nothing']) {
    const answer = await see(path);
    assert.is(answer.status, 401, path);
    assert.match(await answer.text(), 'Write /panel to the bot', path);
  }
  assert.is((await see('/admin', 'efir=a-session-that-never-was')).status, 401);
});

test('looking at a link, also by HEAD and several times, does not use it up; signing in does', async () => {
  const link = await room.linkFor(panelOwner);
  const path = `/admin/sign-in?link=${link}`;
  for (let i = 0; i < 3; i += 1) {
    const page = await (await see(path)).text();
    assert.match(page, 'Sign in as');
    assert.match(page, '@owner');
    assert.is((await fetch(room.url + path, { method: 'HEAD' })).status, 200);
    assert.is((await see(`/admin/sign-in/${link}`)).status, 200);
  }
  const signedIn = await send('/admin/sign-in', { link });
  assert.is(signedIn.status, 303);
  assert.is(signedIn.headers.get('location'), '/admin');
  const cookie = signedIn.headers.get('set-cookie') ?? '';
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=604800']) assert.match(cookie, part);
  const again = await send('/admin/sign-in', { link });
  assert.is(again.status, 410);
  assert.is(again.headers.get('set-cookie'), null);
  assert.match(await again.text(), 'Write /panel to the bot');
  assert.is((await see(path)).status, 410);
});

test('of two who use a link at once, one gets in', async () => {
  const link = await room.linkFor(panelOwner);
  const statuses = await Promise.all([1, 2, 3].map(async () => (await send('/admin/sign-in', { link })).status));
  assert.equal(statuses.sort(), [303, 410, 410]);
});

test('a session that the browser brought is not taken over, and ends', async () => {
  const before = await room.signIn(panelOwner);
  const fixed = await send(
    '/admin/sign-in',
    { link: await room.linkFor(panelOwner) },
    { cookie: 'efir=chosen-by-the-attacker' },
  );
  assert.not.match(fixed.headers.get('set-cookie') ?? '', 'chosen-by-the-attacker');
  assert.is((await see('/admin', 'efir=chosen-by-the-attacker')).status, 401);
  await send('/admin/sign-in', { link: await room.linkFor(panelOwner) }, { cookie: before });
  assert.is((await see('/admin', before)).status, 401);
});

test('signing out ends the session for good', async () => {
  const cookie = await room.signIn(panelOwner);
  assert.is((await see('/admin', cookie)).status, 200);
  const out = await send('/admin/sign-out', {}, { cookie });
  assert.is(out.status, 303);
  assert.match(out.headers.getSetCookie().join('\n'), /efir=;.*Max-Age=0/);
  assert.is((await see('/admin', cookie)).status, 401);
});

test('who loses the role, or is blocked, is out at once', async () => {
  for (const change of [{ role: 'user' }, { isBlocked: true }] as const) {
    const moderator = await room.person('moderator');
    const cookie = await room.signIn(moderator);
    assert.is((await see('/admin/users', cookie)).status, 200);
    await room.records.users.update(moderator.person.id, change);
    assert.is((await see('/admin/users', cookie)).status, 401);
    const back = { role: 'moderator', isBlocked: false } as const;
    await room.records.users.update(moderator.person.id, back);
    assert.is((await see('/admin/users', cookie)).status, 401, 'the session does not come back with the right');
  }
});

test('writes come from our own pages only', async () => {
  const cookie = await room.signIn(panelOwner);
  const { person } = await room.person('user');
  const path = `/admin/users/${person.id}/delete`;
  for (const origin of ['http://evil.example', 'null', `${room.url}.evil.example`, 'https://127.0.0.1']) {
    const answer = await send(path, {}, { cookie, origin });
    assert.is(answer.status, 403, origin);
    assert.match(await answer.text(), 'did not come from a page of this panel');
  }
  const silent = await fetch(room.url + path, { method: 'POST', headers: { cookie }, body: new URLSearchParams() });
  assert.is(silent.status, 403, 'no Origin at all');
  assert.ok(await room.records.users.find(person.id));
  assert.is(
    (await send('/admin/sign-in', { link: await room.linkFor(panelOwner) }, { origin: 'http://evil.example' })).status,
    403,
  );
});

test('a write by GET is none', async () => {
  const cookie = await room.signIn(panelOwner);
  const { person } = await room.person('user');
  assert.is((await see(`/admin/users/${person.id}/delete`, cookie)).status, 404);
  assert.ok(await room.records.users.find(person.id));
});

test('every page has its policy, and nothing inline', async () => {
  const cookie = await room.signIn(panelOwner);
  const { person } = await room.person('user');
  const streamId = await room.stream('Room', ['a', 'b']);
  const paths = ['/admin', '/admin/users', '/admin/users/new', `/admin/users/${person.id}`, '/admin/streams'];
  const more = [
    `/admin/streams/${streamId}`,
    '/admin/tracks',
    '/admin/tracks/id-a',
    '/admin/audit',
    '/admin/account',
    '/admin/sign-in',
    '/admin/none',
  ];
  for (const path of [...paths, ...more]) {
    const answer = await see(path, cookie);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, "script-src 'self'", path);
    assert.not.match(policy, 'unsafe', path);
    assert.is(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.is(answer.headers.get('referrer-policy'), 'same-origin', 'else forms are sent with Origin: null');
    assert.is(answer.headers.get('cache-control'), 'no-store', path);
    const page = await answer.text();
    assert.not.match(page, /<script(?![^>]* src=)/, path);
    assert.not.match(page, /<style|\sstyle=|\son\w+=|hx-on|javascript:/, path);
    assert.not.match(page, /(?:src|href|action)="(?:https?:)?\/\//, `${path} loads nothing from elsewhere`);
  }
});

test('names and titles with markup, quotes and direction marks are shown as text', async () => {
  const evil = '<script>alert(1)</script>"\'>\u202E<img src=x onerror=alert(2)>';
  const { person } = await room.person('moderator', evil);
  await room.records.users.update(person.id, { note: evil });
  const streamId = await room.stream(evil, ['one', evil]);
  const cookie = await room.signIn(panelOwner);
  const { trackId } = (await room.store.queue.read(streamId)).items[0]?.track ?? { trackId: '' };
  await room.records.tracks.upsert(
    { trackId, title: evil, performer: evil, durationMs: 1, source: { type: 'http', url: `http://x/${evil}` } },
    Date.now(),
  );
  const paths = ['/admin', '/admin/users', `/admin/users/${person.id}`, '/admin/streams', `/admin/streams/${streamId}`];
  for (const path of [
    ...paths,
    '/admin/tracks',
    `/admin/tracks/${trackId}`,
    '/admin/audit',
    `/admin/users?q=${encodeURIComponent(evil)}`,
  ]) {
    const page = await (await see(path, cookie)).text();
    assert.not.match(page, '<script>alert', path);
    assert.not.match(page, '<img', path);
  }
  const asked = await (await see(`/admin/sign-in?link=${await room.linkFor({ ...panelOwner, person })}`)).text();
  assert.match(asked, '&lt;script&gt;alert(1)');
  assert.not.match(asked, '<script>alert');
});

test('oversized bodies and wrong content types are refused, and change nothing', async () => {
  const cookie = await room.signIn(panelOwner);
  const { person } = await room.person('user');
  const path = `/admin/users/${person.id}`;
  const large = await send(path, { firstName: 'x'.repeat(100_000) }, { cookie });
  assert.is(large.status, 413);
  assert.match(await large.text(), 'more than a form of the panel holds');
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', '']) {
    const answer = await send(path, { firstName: 'Changed' }, { cookie, 'content-type': type });
    assert.is(answer.status, 415, type);
  }
  const user = await room.records.users.find(person.id);
  assert.is(user?.firstName, 'Olga');
  assert.is(user?.version, 1);
});

test('forged and impossible ids are a 404 with a way back', async () => {
  const cookie = await room.signIn(panelOwner);
  const paths = [
    '/admin/users/0',
    '/admin/users/999999',
    '/admin/users/1e3',
    '/admin/users/9999999999999999',
    '/admin/streams/5',
  ];
  for (const path of [
    ...paths,
    '/admin/tracks/none',
    '/admin/tracks/..%2F..%2Fetc',
    '/admin/audit/999999',
    "/admin/users/1'--",
  ]) {
    const answer = await see(path, cookie);
    assert.is(answer.status, 404, path);
    assert.match(await answer.text(), 'To the dashboard');
    const written = await send(path, { title: 'x', firstName: 'x' }, { cookie });
    assert.is(written.status, 404, `POST ${path}`);
  }
});

test('too many attempts to sign in: 429 that says when to try again; links stay good', async () => {
  const link = await room.linkFor(panelOwner);
  let answer = await send('/admin/sign-in', { link: 'a-guess-that-is-long-enough' });
  for (let i = 0; i < 20 && answer.status !== 429; i += 1) {
    answer = await send('/admin/sign-in', { link: 'a-guess-that-is-long-enough' });
  }
  assert.is(answer.status, 429);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  assert.match(await answer.text(), 'Try again in');
  assert.is((await see(`/admin/sign-in?link=${link}`)).status, 200);
});

test.run();
