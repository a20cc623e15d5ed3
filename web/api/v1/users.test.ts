import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ApiCaller, type ApiStage, openApiStage } from '../../../test/fixtures/api-stage.ts';

const test = suite('API: users');
let stage: ApiStage;
let admin: ApiCaller;
let moderator: ApiCaller;

test.before(async () => {
  stage = await openApiStage();
  admin = await stage.caller('admin');
  moderator = await stage.caller('moderator');
});
test.after(() => stage.close());

const users = '/api/v1/users';

test('the life of a user: created, read, changed, deleted', async () => {
  const body = { id: 5_001, firstName: 'Olga', username: 'olga', email: 'olga@example.org' };
  const created = await admin.call('POST', users, { body });
  assert.is(created.status, 201);
  assert.is(created.headers.get('location'), `${users}/5001`);
  const read = await admin.get(`${users}/5001`);
  assert.is(read.body['email'], 'olga@example.org');
  const etag = read.headers.get('etag') ?? '';
  const changed = await admin.call('PATCH', `${users}/5001`, {
    body: { role: 'moderator' },
    headers: { 'if-match': etag },
  });
  assert.is(changed.status, 200);
  assert.is(changed.body['role'], 'moderator');
  assert.not.equal(changed.headers.get('etag'), etag);
  assert.is((await admin.call('DELETE', `${users}/5001`)).status, 204);
  await admin.get(`${users}/5001`, 404);
  assert.is((await admin.call('DELETE', `${users}/5001`)).status, 404);
});

test('somebody else was faster: 412 with what it is now, and nothing is lost', async () => {
  await admin.call('POST', users, { body: { id: 5_002, firstName: 'Egor' } });
  const etag = (await admin.get(`${users}/5002`)).headers.get('etag') ?? '';
  await admin.call('PATCH', `${users}/5002`, { body: { note: 'first' } });
  for (const [method, match] of [
    ['PATCH', etag],
    ['DELETE', etag],
    ['PATCH', `W/${etag}`],
    ['PATCH', '"of something else"'],
  ] as const) {
    const body = method === 'PATCH' ? { body: { note: 'second' } } : {};
    const refused = await admin.call(method, `${users}/5002`, { ...body, headers: { 'if-match': match } });
    assert.is(refused.status, 412, match);
    assert.is((refused.body['current'] as { note: string }).note, 'first');
  }
  assert.is((await admin.get(`${users}/5002`)).body['note'], 'first');
  const any = await admin.call('PATCH', `${users}/5002`, { body: { note: 'third' }, headers: { 'if-match': '*' } });
  assert.is(any.status, 200);
});

test('lists: searched by email, filtered, sorted, in pages that lead to each other', async () => {
  for (let i = 0; i < 5; i += 1) {
    const body = { id: 6_000 + i, firstName: `Listed ${i}`, email: `listed${i}@example.com` };
    assert.is((await admin.call('POST', users, { body })).status, 201);
  }
  const found = await admin.get(`${users}?search=listed3@example`);
  assert.equal(
    (found.body['rows'] as { id: number }[]).map(({ id }) => id),
    [6_003],
  );
  const page = await admin.get(`${users}?search=listed&sort=id&order=asc&page=2&pageSize=2`);
  assert.equal(
    (page.body['rows'] as { id: number }[]).map(({ id }) => id),
    [6_002, 6_003],
  );
  assert.is(page.body['total'], 5);
  const links = page.headers.get('link') ?? '';
  for (const [rel, number] of [
    ['first', 1],
    ['prev', 1],
    ['next', 3],
    ['last', 3],
  ] as const) {
    assert.match(links, `<${users}?search=listed&sort=id&order=asc&page=${number}&pageSize=2>; rel="${rel}"`);
  }
  const moderators = await admin.get(`${users}?role=moderator`);
  assert.ok((moderators.body['rows'] as { role: string }[]).every(({ role }) => role === 'moderator'));
});

test('what is wrong is said by field, and nothing is changed', async () => {
  const wrong = await admin.call('POST', users, { body: { id: 'x', firstName: 7, lives: 9 } });
  assert.is(wrong.status, 422);
  assert.equal(Object.keys(wrong.body['errors'] as object).sort(), ['firstName', 'id', 'lives']);
  const email = await admin.call('POST', users, { body: { id: 5_003, firstName: 'Anna', email: 'nowhere' } });
  assert.is(email.status, 422);
  assert.is((email.body['errors'] as Record<string, { code: string }>)['email']?.code, 'not-an-email');
  const long = await admin.call('POST', users, { body: { id: 5_003, firstName: 'x'.repeat(10_000) } });
  assert.is(long.status, 422);
  assert.is((long.body['errors'] as Record<string, { code: string }>)['firstName']?.code, 'too-long');
  await admin.get(`${users}/5003`, 404);
  for (const query of [
    'page=0',
    'pageSize=101',
    'sort=shoe',
    'order=up',
    'role=king',
    'colour=red',
    'isBlocked=maybe',
  ]) {
    await admin.get(`${users}?${query}`, 422);
  }
  for (const id of ['x', '1e3', '-1', '99999999999999999999', '%00', '..%2f1']) await admin.get(`${users}/${id}`, 404);
});

test('a moderator reads, and is told what it takes to do more', async () => {
  await moderator.get(users);
  const refused = await moderator.call('PATCH', `${users}/${admin.actor.person.id}`, { body: { isBlocked: true } });
  assert.is(refused.status, 403);
  assert.is((await moderator.call('DELETE', `${users}/${admin.actor.person.id}`)).status, 403);
});

test('an admin makes nobody an admin, and does nothing to owners or to themselves', async () => {
  const other = await stage.caller('admin');
  const owner = await stage.caller('owner');
  await admin.call('POST', users, { body: { id: 5_004, firstName: 'Pavel' } });
  const promoted = await admin.call('PATCH', `${users}/5004`, { body: { role: 'admin' } });
  assert.is(promoted.status, 403);
  assert.is(promoted.body['needs'], 'owner');
  assert.is((await admin.call('DELETE', `${users}/${other.actor.person.id}`)).status, 403);
  for (const target of [owner, admin]) {
    const id = target.actor.person.id;
    assert.is((await admin.call('PATCH', `${users}/${id}`, { body: { role: 'user' } })).status, 403);
    assert.is((await admin.call('DELETE', `${users}/${id}`)).status, 403);
  }
  assert.is((await owner.call('PATCH', `${users}/5004`, { body: { role: 'admin' } })).status, 200);
});

test('many at once, each by itself', async () => {
  for (const id of [7_001, 7_002]) await admin.call('POST', users, { body: { id, firstName: 'One of many' } });
  const ids = [7_001, 7_002, admin.actor.person.id];
  const result = await admin.call('POST', `${users}/bulk`, { body: { ids, patch: { isBlocked: true } } });
  assert.equal(result.body, { done: [7_001, 7_002], refused: [admin.actor.person.id] });
  assert.is((await admin.get(`${users}/7001`)).body['isBlocked'], true);
});

test('a token is worth what its person is by now', async () => {
  const passing = await stage.caller('moderator');
  await passing.get(users);
  await admin.call('PATCH', `${users}/${passing.actor.person.id}`, { body: { role: 'user' } });
  await passing.get(users, 401);
});

test('written under the same name twice: done once', async () => {
  const headers = { 'idempotency-key': 'a new person' };
  const body = { id: 5_005, firstName: 'Once' };
  const [first, second] = [
    await admin.call('POST', users, { body, headers }),
    await admin.call('POST', users, { body, headers }),
  ];
  assert.is(first.status, 201);
  assert.is(second.status, 201);
  assert.equal(second.body, first.body);
  const entries = await admin.get('/api/v1/audit?target=user:5005');
  assert.is(entries.body['total'], 1);
});

test.run();
