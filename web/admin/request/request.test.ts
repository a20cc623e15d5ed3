import { Hono } from 'hono';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor } from '../../../control/dependencies.ts';
import type { WebContext, WebEnv } from '../../route.ts';
import { type ListShape, listQuery, listUrl, readListState } from './list-state.ts';
import { leaveNote, takeNote } from './note.ts';
import { adminRequest, newOperation } from './operation.ts';
import { readId } from './read-id.ts';
import { readVersion } from './read-version.ts';

const test = suite('what a request says');

const shape: ListShape<'name' | 'lastSeenAt'> = {
  path: '/admin/users',
  sorts: ['lastSeenAt', 'name'],
  defaultSort: 'lastSeenAt',
  defaultOrder: 'desc',
  filters: { role: ['user', 'admin'], who: null },
};
const stateOf = (query: string) => readListState(shape, new URLSearchParams(query));

test('the address holds the whole state of a list', () => {
  const state = stateOf('q=ann+lee&sort=name&order=desc&page=3&role=admin&who=42');
  assert.equal(state.filters, { role: 'admin', who: '42' });
  assert.equal(listQuery(state), { search: 'ann lee', sort: 'name', order: 'desc', page: 3, pageSize: 25 });
  const url = listUrl(state, { page: 3 });
  assert.equal(readListState(shape, new URL(url, 'http://x').searchParams), state);
});

test('another order, filter or search begins at the first page', () => {
  const state = stateOf('q=a&page=7');
  assert.not.match(listUrl(state, { order: 'asc' }), 'page=');
  assert.match(listUrl(state, { page: 8 }), 'page=8');
  assert.is(listUrl(state, { search: '' }, '/admin/users.csv'), '/admin/users.csv?sort=lastSeenAt&order=desc');
});

test('what makes no sense counts as not said', () => {
  const wild = stateOf(`sort=__proto__&order=up&page=-1&role=god&q=${'x'.repeat(9_999)}`);
  assert.equal([wild.sort, wild.order, wild.page, wild.filters], ['lastSeenAt', 'desc', 1, {}]);
  assert.is(wild.search.length, 200);
  for (const page of ['0', '1.5', 'NaN', '1e99', '']) assert.is(stateOf(`page=${page}`).page, 1, page);
});

test('ids and versions', () => {
  assert.is(readId('42'), 42);
  assert.is(readId('-1001000000001'), -1_001_000_000_001);
  for (const text of [undefined, '', '1e3', '0x10', '1.5', ' 1', '9'.repeat(17), '9999999999999999', '1; drop table']) {
    assert.is(readId(text), null, text);
  }
  assert.equal(readVersion(new URLSearchParams('version=3')), { expectedVersion: 3 });
  assert.equal(readVersion(new URLSearchParams('version=x')), {});
  assert.equal(readVersion(new URLSearchParams()), {});
});

const olga: Actor = { person: { id: 1, name: '@olga' }, role: 'admin', isBlocked: false, isChatOperator: false };

function requestOf(path: string, form: string, actor = olga) {
  const context = { req: { path } } as WebContext;
  return adminRequest({ actor, form: new URLSearchParams(form), context });
}

test('the same form sent twice is one operation; another form, page or person is another', () => {
  const operation = newOperation();
  const first = requestOf('/admin/users/2', `operation=${operation}&role=admin`);
  assert.equal(requestOf('/admin/users/2', `operation=${operation}&role=admin`), first);
  assert.match(first.operation, 'panel.1.');
  assert.is(first.origin, 'panel');
  const others = [
    requestOf('/admin/users/2', `operation=${operation}&role=user`),
    requestOf('/admin/users/3', `operation=${operation}&role=admin`),
    requestOf('/admin/users/2', `operation=${newOperation()}&role=admin`),
    requestOf('/admin/users/2', `operation=${operation}&role=admin`, { ...olga, person: { id: 2, name: 'x' } }),
  ];
  assert.is(new Set([first, ...others].map((it) => it.operation)).size, 5);
});

test('a name that is none of ours is not taken', () => {
  const odd = requestOf('/admin', 'operation=../../x%00');
  assert.match(odd.operation, /^panel\.1\.[\da-f-]{36}\.[\w-]{16}$/);
  assert.is.not(requestOf('/admin', 'operation=x').operation, requestOf('/admin', 'operation=x').operation);
});

test('a note is told once; one that is not ours is none', async () => {
  const app = new Hono<WebEnv>();
  app.post('/admin', (context) => {
    leaveNote(context, { text: 'Saved <b>“х”</b>', isBad: false, undo: 42 });
    return context.text('');
  });
  app.get('/admin', (context) => context.json(takeNote(context)));
  const cookie = (await app.request('/admin', { method: 'POST' })).headers.get('set-cookie') ?? '';
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/admin', 'Max-Age=30']) assert.match(cookie, part);
  const read = async (value: string) => app.request('/admin', { headers: { cookie: value } });
  const told = await read(cookie.split(';')[0] ?? '');
  assert.equal(await told.json(), { text: 'Saved <b>“х”</b>', isBad: false, undo: 42 });
  assert.match(told.headers.get('set-cookie') ?? '', 'Max-Age=0');
  const forge = (value: unknown) => `efir_note=${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
  for (const odd of ['efir_note=%%%', 'efir_note=e30', forge({}), forge([1, 2]), forge(null)]) {
    assert.is(await (await read(odd)).json(), null, odd);
  }
  assert.equal(await (await read(forge(['x', 0, '1/../2']))).json(), { text: 'x', isBad: false, undo: null });
});

test.run();
