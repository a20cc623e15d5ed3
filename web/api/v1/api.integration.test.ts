import { Validator } from '@seriousme/openapi-schema-validator';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ApiCaller, type ApiStage, openApiStage } from '../../../test/fixtures/api-stage.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import type { ApiRoute } from './api-route.ts';

const test = suite('API: ways in, refusals, the document, the audit, tokens');
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

/** A session of the panel, as its cookie. */
async function signIn({ actor }: ApiCaller): Promise<string> {
  const { access } = stage.room.control.admin;
  const link = await access.issueLink({ actor, operation: `link${Math.random()}`, origin: 'chat' });
  if (link.type !== 'issued') throw new Error(link.type);
  const signed = await access.signIn(link.secret, null);
  if (signed.type !== 'signed-in') throw new Error(signed.type);
  return `efir=${signed.session}`;
}

test('without a session or a token, or with a wrong one: 401 that says what is needed', async () => {
  const ways: readonly Record<string, string>[] = [
    {},
    { authorization: 'Bearer efir_wrong' },
    { authorization: 'Basic b2xnYTp4' },
    { cookie: 'efir=aaaaaaaaaaaaaaaaaaaaaaaaaa' },
    // A cookie does not make up for a wrong token.
    { cookie: await signIn(moderator), authorization: 'Bearer efir_wrong' },
  ];
  for (const headers of ways) {
    for (const method of ['GET', 'POST']) {
      const refused = await stage.call(method, users, { headers });
      assert.is(refused.status, 401);
      assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer/);
    }
  }
});

test('a session of the panel reads; it writes from our own pages only', async () => {
  const cookie = await signIn(admin);
  assert.is((await stage.call('GET', '/api/v1/me', { headers: { cookie } })).body['role'], 'admin');
  const body = { id: 8_001, firstName: 'Origin' };
  const foreign: readonly Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }];
  for (const origin of foreign) {
    const refused = await stage.call('POST', users, { body, headers: { cookie, ...origin } });
    assert.is(refused.status, 403);
    assert.is(refused.body['code'], 'foreign-origin');
  }
  await admin.get(`${users}/8001`, 404);
  const own = await stage.call('POST', users, { body, headers: { cookie, origin: stage.url } });
  assert.is(own.status, 201);
  const [entry] = (await admin.get('/api/v1/audit?target=user:8001')).body['rows'] as { origin: string }[];
  assert.is(entry?.origin, 'panel');
});

test('what is not served is said in the same way', async () => {
  for (const path of ['/api', '/api/', '/api/v1', '/api/v1/nothing', '/api/v2/users', '/api/v1/users/1/2/3']) {
    assert.is((await admin.call('GET', path)).status, 404, path);
  }
  const refused = await admin.call('PUT', users, { body: {} });
  assert.is(refused.status, 405);
  assert.is(refused.headers.get('allow'), 'GET, POST');
});

test('bodies: of another kind, broken, too large, empty', async () => {
  const post = (raw: { type: string; content: string }) => admin.call('POST', users, { raw });
  const good = JSON.stringify({ id: 8_002, firstName: 'Body' });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml']) {
    assert.is((await post({ type, content: good })).status, 415, type);
  }
  assert.is((await post({ type: 'application/json', content: '{"id":' })).status, 400);
  assert.is((await post({ type: 'application/json', content: `"${'x'.repeat(70_000)}"` })).status, 413);
  for (const content of ['[]', 'null', '7', '"x"', '{}']) {
    assert.is((await post({ type: 'application/json', content })).status, 422, content);
  }
  assert.is((await admin.call('POST', users)).status, 422);
  assert.is((await post({ type: 'Application/JSON; charset=utf-8', content: good })).status, 201);
});

test('a body that is sent without a length is not read on when it is too long', async () => {
  const chunk = new Uint8Array(16_384).fill(0x20);
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > 64) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const headers = { authorization: `Bearer ${admin.secret}`, 'content-type': 'application/json' };
  // `duplex` is asked for by fetch and not known to its types.
  const answer = await fetch(stage.url + users, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  assert.is(answer.status, 413);
});

test('headers that cannot be read: 400', async () => {
  const patch = (headers: Record<string, string>) => admin.call('PATCH', `${users}/1`, { body: {}, headers });
  assert.is((await patch({ 'if-match': '3' })).status, 400);
  assert.is((await patch({ 'idempotency-key': 'x'.repeat(200) })).status, 400);
});

test('too many writes of one person: 429 that says when; reading goes on, and so do others', async () => {
  const busy = await stage.caller('admin');
  let refused = await busy.call('DELETE', `${users}/1`);
  for (let i = 0; i < 300 && refused.status !== 429; i += 1) refused = await busy.call('DELETE', `${users}/1`);
  assert.is(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  await busy.get(users);
  assert.is((await admin.call('DELETE', `${users}/1`)).status, 404);
});

test('the document is OpenAPI 3.1, names every route, and can be had by everybody', async () => {
  const { status, body } = await stage.call('GET', '/api/v1/openapi.json');
  assert.is(status, 200);
  const { valid, errors } = await new Validator().validate(body);
  assert.ok(valid, JSON.stringify(errors));
  assert.match(String(body['openapi']), /^3\.1/);
  const paths = body['paths'] as Record<string, Record<string, { operationId: string; responses: object }>>;
  const named = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = stage.api.group.routes.filter((it): it is ApiRoute => 'about' in it);
  assert.equal(
    named.sort(),
    routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`).sort(),
  );
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  assert.is(new Set(ids).size, ids.length);
});

test('the audit: listed by person and kind, read, taken back once', async () => {
  await admin.call('POST', users, { body: { id: 8_003, firstName: 'Audited' } });
  await admin.call('PATCH', `${users}/8003`, { body: { role: 'moderator' } });
  const mine = await admin.get(`/api/v1/audit?adminId=${admin.actor.person.id}&kind=user&target=user:8003`);
  const [entry] = mine.body['rows'] as { auditId: number; isReversible: boolean; origin: string }[];
  assert.is(entry?.origin, 'api');
  assert.is(entry?.isReversible, true);
  const path = `/api/v1/audit/${entry?.auditId}`;
  await moderator.get(path);
  assert.is((await moderator.call('POST', `${path}/revert`)).status, 403);
  const headers = { 'idempotency-key': 'back' };
  const done = await admin.call('POST', `${path}/revert`, { headers });
  assert.is(done.status, 200);
  const again = await admin.call('POST', `${path}/revert`, { headers });
  assert.equal([again.status, again.body], [200, done.body], 'the same request');
  assert.is((await admin.get(`${users}/8003`)).body['role'], 'user');
  assert.is((await admin.call('POST', `${path}/revert`)).status, 409);
  await admin.get('/api/v1/audit/999999', 404);
});

test('tokens: made, listed without their secret, revoked', async () => {
  const made = await moderator.call('POST', '/api/v1/tokens', { body: { name: 'script' } });
  assert.is(made.status, 201);
  assert.match(String(made.body['secret']), /^efir_[\w-]{43}$/);
  const headers = { authorization: `Bearer ${made.body['secret']}` };
  assert.is((await stage.call('GET', '/api/v1/me', { headers })).status, 200);
  const listed = JSON.stringify((await moderator.get('/api/v1/tokens')).body);
  assert.not.match(listed, 'secret');
  assert.is((await admin.call('DELETE', `/api/v1/tokens/${made.body['tokenId']}`)).status, 404, 'it is not theirs');
  assert.is((await moderator.call('DELETE', `/api/v1/tokens/${made.body['tokenId']}`)).status, 204);
  assert.is((await stage.call('GET', '/api/v1/me', { headers })).status, 401);
  assert.is((await moderator.call('POST', '/api/v1/tokens', { body: { name: '' } })).status, 422);
  const twice = { body: { name: 'again' }, headers: { 'idempotency-key': 'x' } };
  const [one, other] = [
    await moderator.call('POST', '/api/v1/tokens', twice),
    await moderator.call('POST', '/api/v1/tokens', twice),
  ];
  assert.equal([one.status, other.status], [201, 201], 'a secret cannot be given again');
  assert.not.equal(other.body['secret'], one.body['secret']);
});

test('nothing is kept on the way', async () => {
  for (const path of ['me', 'statistics', 'users', 'users/1', 'tokens', 'audit', 'nothing']) {
    const { headers } = await moderator.call('GET', `/api/v1/${path}`);
    assert.is(headers.get('cache-control'), 'no-store', path);
  }
});

test('the figures of the first page', async () => {
  const { body } = await moderator.get('/api/v1/statistics');
  assert.ok((body['users'] as { total: number }).total > 0);
});

test('what it needs is away: 503 that says when to try again, and no trace', async () => {
  await stage.room.redis.kill();
  const { status, headers, body } = await moderator.call('GET', '/api/v1/streams');
  assert.is(status, 503);
  assert.ok(Number(headers.get('retry-after')) >= 1);
  assert.is(body['detail'], undefined);
  await stage.room.redis.restart();
  await waitFor(async () => (await moderator.call('GET', '/api/v1/streams')).status === 200, {
    what: 'the API to be back',
  });
});

test.run();
