import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import type { Control } from '../../../control/control.ts';
import { apiRoute } from './api-route.ts';
import { auditRoutes } from './audit-routes.ts';
import { listQuery, yesOrNo } from './list-query.ts';
import { models } from './models.ts';
import { createOpenApi } from './open-api.ts';
import { overviewRoutes } from './overview-routes.ts';
import { playbackRoutes } from './playback-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { streamRoutes } from './stream-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { trackRoutes } from './track-routes.ts';
import { userRoutes } from './user-routes.ts';

const test = suite('the OpenAPI document');

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> }>>;
  };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

// Tables are made without being used: no use case is called.
const control = { admin: {} } as Control;
const routes = [
  ...overviewRoutes(control.admin),
  ...userRoutes(control.admin),
  ...streamRoutes(control),
  ...playbackRoutes(control),
  ...queueRoutes(control),
  ...trackRoutes(control.admin),
  ...auditRoutes(control.admin),
  ...tokenRoutes(control.admin),
];
const document = createOpenApi(routes, '1.2.3') as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const operationOf = (method: string, path: string) => {
  const found = document.paths[path]?.[method];
  assert.ok(found, `${method} ${path}`);
  return found;
};

test('every reference leads somewhere, and every model is used', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => String(name));
  for (const name of references) assert.ok(name in document.components.schemas, name);
  for (const name of Object.keys(models)) assert.ok(references.includes(name), name);
});

test('every name in a path is a parameter, and no other', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
    const given = operation.parameters.filter((it) => it.in === 'path');
    assert.equal(given.map(({ name }) => name).sort(), named.sort(), path);
    assert.ok(given.every(({ required }) => required));
  }
});

test('lists say how they are searched, sorted, filtered and paged, with ranges and defaults', () => {
  const { parameters } = operationOf('get', '/api/v1/users');
  const query = new Map(parameters.map((it) => [it.name, it]));
  assert.equal([...query.keys()].sort(), ['isBlocked', 'order', 'page', 'pageSize', 'role', 'search', 'sort']);
  assert.equal(query.get('order')?.schema['enum'], ['asc', 'desc']);
  assert.is(query.get('pageSize')?.schema['maximum'], 100);
  assert.is(query.get('pageSize')?.schema['default'], 20);
  assert.ok([...query.values()].every(({ required }) => !required));
});

test('writes can be named, changes of what has a version can be guarded', () => {
  for (const { method, path, operation } of operations) {
    const headers = operation.parameters.filter((it) => it.in === 'header').map(({ name }) => name);
    // Each token is another one: its secret is shown once.
    const isRepeatable = method !== 'get' && !(method === 'post' && path === '/api/v1/tokens');
    assert.is(headers.includes('Idempotency-Key'), isRepeatable, `${method} ${path}`);
    const isVersioned = /^\/api\/v1\/(users|streams|tracks)\/\{\w+\}$/.test(path) && method !== 'get';
    assert.is(headers.includes('If-Match'), isVersioned, `${method} ${path}`);
    assert.is('412' in operation.responses, isVersioned, `${method} ${path}`);
  }
});

test('bodies say what is needed, and that nothing else is taken', () => {
  const { requestBody } = operationOf('post', '/api/v1/users');
  const schema = requestBody?.content['application/json']?.schema ?? {};
  assert.equal([...(schema['required'] as string[])].sort(), ['firstName', 'id']);
  assert.is(schema['additionalProperties'], false);
  for (const { method, path, operation } of operations) {
    if (operation.requestBody === undefined) continue;
    for (const status of ['413', '415', '422']) assert.ok(status in operation.responses, `${method} ${path} ${status}`);
  }
});

test('refusals are problem documents, and each says so; each route says its rule', () => {
  for (const { path, operation } of operations) {
    assert.match(operation.description, /^Rule: [a-z-]+\.$/, path);
    assert.ok(operation.summary.length > 3);
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (Number(status) >= 400)
        assert.equal(Object.keys(content ?? {}), ['application/problem+json'], `${path} ${status}`);
    }
  }
});

test('a request that cannot be read is refused by every route', () => {
  for (const { path, operation } of operations) assert.ok('400' in operation.responses, path);
});

test('what is given is only ever extended: nothing says that there is no more', () => {
  assert.not.match(JSON.stringify(document.components.schemas), '"additionalProperties":false');
  const { properties } = document.components.schemas['Problem'] as { properties: object };
  for (const field of ['needs', 'current', 'refusal', 'choices']) assert.ok(field in properties, field);
});

test('filters by yes or no say what can be said', () => {
  for (const [path, name] of [
    ['/api/v1/users', 'isBlocked'],
    ['/api/v1/streams', 'isOn'],
  ] as const) {
    const found = operationOf('get', path).parameters.find((it) => it.name === name);
    assert.equal(found?.schema['enum'], ['true', '1', 'false', '0'], name);
  }
});

test('a route is described by what it checks with', () => {
  const route = apiRoute(
    { method: 'GET', path: '/api/v1/things/:thingId', rule: 'see' },
    {
      tag: 'Things',
      summary: 'Reads a thing',
      params: z.object({ thingId: z.string().regex(/^\d+$/) }),
      query: listQuery({ sorts: ['a', 'b'], sort: 'b', order: 'asc' }, { isRed: yesOrNo.optional() }),
      gives: { status: 200, model: 'Me' },
    },
    async () => new Response(),
  );
  const made = createOpenApi([route], '1') as unknown as Document;
  const { parameters = [], responses = {} } = made.paths['/api/v1/things/{thingId}']?.['get'] ?? {};
  const byName = Object.fromEntries(parameters.map((it) => [it.name, it]));
  assert.is(byName['thingId']?.schema['pattern'], '^\\d+$');
  assert.equal(byName['sort']?.schema['enum'], ['a', 'b']);
  assert.is(byName['sort']?.schema['default'], 'b');
  assert.equal(Object.keys(responses['200']?.content ?? {}), ['application/json']);
});

test.run();
