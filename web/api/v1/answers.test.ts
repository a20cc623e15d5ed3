import { Hono } from 'hono';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import type { Actor } from '../../../control/dependencies.ts';
import { mountRoutes, type Viewer, type WebContext, type WebEnv } from '../../route.ts';
import { type ApiCall, apiRoute } from './api-route.ts';
import { pageResponse } from './list-query.ts';
import { problem, problems } from './problem.ts';
import { readBody } from './read-body.ts';
import { type Failure, respond, respondEmpty } from './respond.ts';

/** How requests are read and answered, without any use case behind. */
const test = suite('API: reading and answering');

/** What a handler answers to one request. */
async function answerOf(
  handle: (context: WebContext) => Response | Promise<Response>,
  init: RequestInit = {},
  path = '/',
) {
  const app = new Hono<WebEnv>();
  app.all('*', (context) => handle(context));
  const response = await app.request(`http://efir.test${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

test('every problem has its status, and says which it is', async () => {
  for (const code of Object.keys(problems) as (keyof typeof problems)[]) {
    const { status, headers, body } = await answerOf((context) => problem(context, code, { detail: 'why' }));
    assert.is(status, problems[code].status);
    assert.is(headers.get('content-type'), 'application/problem+json');
    assert.is(headers.get('cache-control'), 'no-store');
    const { title } = problems[code];
    assert.equal(body, { type: `urn:efir:problem:${code}`, title, status, code, detail: 'why' });
  }
});

test('what a use case came to', async () => {
  const value = { id: 7, version: 3 };
  const done = await answerOf((context) =>
    respond(context, { type: 'done', value }, { status: 201, at: ({ id }) => `/x/${id}` }),
  );
  assert.equal([done.status, done.headers.get('etag'), done.headers.get('location')], [201, '"3"', '/x/7']);
  assert.equal(done.body, value);
  const bare = await answerOf((context) => respond(context, { type: 'done', value: { id: 1 } }));
  assert.is(bare.headers.get('etag'), null);
  const empty = await answerOf((context) => respondEmpty(context, { type: 'done', value }));
  assert.equal([empty.status, empty.body], [204, null]);
  const failures: readonly (readonly [Failure, number])[] = [
    [{ type: 'not-found' }, 404],
    [{ type: 'forbidden', needs: 'owner' }, 403],
    [{ type: 'forbidden', needs: null }, 403],
    [{ type: 'conflict', current: { version: 9 } }, 412],
    [{ type: 'invalid', fields: { email: { code: 'taken' } } }, 422],
  ];
  for (const [failure, status] of failures) {
    for (const say of [respond, respondEmpty]) {
      assert.is((await answerOf((context) => say(context, failure))).status, status, failure.type);
    }
  }
  const conflict = await answerOf((context) => respond(context, { type: 'conflict', current: { version: 9 } }));
  assert.equal([conflict.headers.get('etag'), conflict.body.current], ['"9"', { version: 9 }]);
});

test('every error of a field is put into words', async () => {
  const codes = [
    'required',
    'not-an-email',
    'not-a-username',
    'not-an-id',
    'not-a-role',
    'not-a-link',
    'taken',
  ] as const;
  const fields = {
    ...Object.fromEntries(codes.map((code) => [code, { code }])),
    long: { code: 'too-long', limit: 64 },
    range: { code: 'out-of-range', from: 1, to: 9 },
  } as const;
  const { body } = await answerOf((context) => respond(context, { type: 'invalid', fields }));
  for (const name of Object.keys(fields)) assert.match(body.errors[name].message, /\.$/, name);
  assert.match(body.errors.long.message, '64');
  assert.is(body.errors.range.to, 9);
});

test('pages lead to each other, and keep what was asked for', async () => {
  const linksOf = async (page: number, pageCount: number, path: string) =>
    (await answerOf((context) => pageResponse(context, { rows: [], total: 0, page, pageCount }), {}, path)).headers.get(
      'link',
    );
  assert.is(await linksOf(1, 1, '/x'), '</x?page=1>; rel="first", </x?page=1>; rel="last"');
  const middle = await linksOf(2, 3, '/x?search=%D1%8F%22%3E&page=2');
  assert.match(
    middle ?? '',
    '</x?search=%D1%8F%22%3E&page=1>; rel="prev", </x?search=%D1%8F%22%3E&page=3>; rel="next"',
  );
});

test('a body is JSON of up to 64 kB', async () => {
  const read = (body: string | undefined, type?: string) =>
    answerOf(async (context) => context.json(await readBody(context)), {
      method: 'POST',
      ...(body === undefined ? {} : { body }),
      headers: type === undefined ? {} : { 'content-type': type },
    }).then((it) => it.body);
  assert.equal(await read('{"a":1}', 'application/json'), { type: 'json', value: { a: 1 } });
  assert.equal(await read('{"a":"я"}', 'application/json;charset=utf-8'), { type: 'json', value: { a: 'я' } });
  assert.equal(await read(undefined), { type: 'json', value: {} });
  assert.equal(await read('a=1', 'application/x-www-form-urlencoded'), { type: 'not-json' });
  assert.equal(await read('{"a":1}', 'text/plain'), { type: 'not-json' });
  assert.equal(await read('{', 'application/json'), { type: 'malformed-request' });
  const largest = JSON.stringify('x'.repeat(64 * 1024 - 2));
  assert.is((await read(largest, 'application/json')).type, 'json');
  assert.equal(await read(`${largest} `, 'application/json'), { type: 'too-large' });
});

const actor: Actor = { person: { id: 7, name: '@olga' }, role: 'admin', isBlocked: false, isChatOperator: false };

/** Calls a route of things as somebody; gives what its handler got. */
async function callThing(viewer: Viewer, init: RequestInit, path = '/things/5?size=2') {
  let got: ApiCall<{ id: string }, { size: number }, { name?: string }> | undefined;
  const route = apiRoute(
    { method: 'PATCH', path: '/things/:id', rule: 'see' },
    {
      tag: 'Things',
      summary: 'Changes a thing',
      params: z.object({ id: z.string().regex(/^\d$/) }),
      query: z.object({ size: z.coerce.number().int().default(1) }),
      body: z.strictObject({ name: z.string().optional() }),
      gives: { status: 200 },
    },
    async (call) => {
      got = call;
      return call.context.json({});
    },
  );
  const app = mountRoutes({
    routes: [route],
    readViewer: async () => viewer,
    refuse: (context, why) => context.text(why, 403),
    isOwnOrigin: () => true,
  });
  const response = await app.request(`http://efir.test${path}`, { method: 'PATCH', ...init });
  return { status: response.status, got };
}
const byToken: Viewer = { actor, session: null };
const byCookie: Viewer = { actor, session: 'x' };

test('a handler gets what was checked: path, query, body, version, and from where it was asked', async () => {
  const body = JSON.stringify({ name: 'x' });
  const headers = { 'content-type': 'application/json', 'if-match': '"12"' };
  const { got } = await callThing(byToken, { body, headers });
  assert.equal([got?.params, got?.query, got?.body], [{ id: '5' }, { size: 2 }, { name: 'x' }]);
  assert.equal([got?.expectedVersion, got?.request.origin, got?.request.actor], [12, 'api', actor]);
  const other = await callThing(byCookie, {}, '/things/5');
  assert.equal(
    [other.got?.query, other.got?.expectedVersion, other.got?.request.origin],
    [{ size: 1 }, undefined, 'panel'],
  );
});

test('a handler gets nothing that was not checked', async () => {
  const json = (value: unknown) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });
  for (const [init, path, status] of [
    [json({ name: 7 }), '/things/5', 422],
    [json({ colour: 'red' }), '/things/5', 422],
    [json([]), '/things/5', 422],
    [json({}), '/things/x', 404],
    [json({}), '/things/5?size=x', 422],
    [json({}), '/things/5?colour=red', 422],
    [{ headers: { 'if-match': '12' } }, '/things/5', 400],
    [{ headers: { 'idempotency-key': 'x'.repeat(129) } }, '/things/5', 400],
  ] as const) {
    const result = await callThing(byToken, init, path);
    assert.equal([result.status, result.got], [status, undefined], `${path} ${JSON.stringify(init)}`);
  }
});

test('an operation is named by person, address, key and body; without a key each is another', async () => {
  const operationOf = async (viewer: Viewer, path: string, key?: string, name = 'x') => {
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
    return (await callThing(viewer, { headers, body: JSON.stringify({ name }) }, path)).got?.request.operation;
  };
  const one = await operationOf(byToken, '/things/5', 'key');
  assert.is(await operationOf(byToken, '/things/5', 'key'), one);
  const others = [
    await operationOf(byToken, '/things/6', 'key'),
    await operationOf(byToken, '/things/5', 'other key'),
    await operationOf(byToken, '/things/5', 'key', 'y'),
    await operationOf({ actor: { ...actor, person: { id: 8, name: 'x' } }, session: null }, '/things/5', 'key'),
    await operationOf(byToken, '/things/5'),
    await operationOf(byToken, '/things/5'),
  ];
  assert.is(new Set([one, ...others]).size, 7);
  for (const operation of [one, ...others]) assert.match(operation ?? '', /^a[\w-]{22,36}$/);
});

test('an ETag that we never give matches nothing', async () => {
  for (const [header, expected] of [
    ['*', undefined],
    ['"3"', 3],
    ['W/"3"', 0],
    ['"x"', 0],
    ['""', 0],
  ] as const) {
    const { got } = await callThing(byToken, { headers: { 'if-match': header } });
    assert.is(got?.expectedVersion, expected, header);
  }
});

test.run();
