import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { makeTemporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { openRecords } from '../open-records.ts';
import type { Records, User } from '../records.ts';
import { foldText } from './fold-text.ts';
import type { TrackListQuery, UserListQuery } from './list-queries.ts';
import { readSearch, toMatch } from './search-terms.ts';

const suite = describe('lists');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const names = ['Ольга', 'ЩУКА', 'щука', 'Ёлка', 'Егор', 'Nina', 'nina', 'Zoé', '   ', '<b>"q"</b>'];
/** More than are read at once, and more than a search may find to begin there. */
const count = 1_203;
let folder = '';
let records: Records;

suite.before(async () => {
  folder = await makeTemporaryFolder();
  records = await openRecords({ path: join(folder, 'efir.sqlite'), log });
  await records.transaction(async ({ users, tracks }) => {
    for (let id = 1; id <= count; id += 1) {
      const firstName = names[id % names.length] ?? '';
      const username = id % 3 === 0 ? null : `Person_${id % 700}`;
      await users.seen({ id, username, firstName, lastName: id % 7 ? 'Ким' : null, languageCode: null }, id % 97);
      const source =
        id % 50 === 0 ? ({ type: 'live', url: 'http://r' } as const) : ({ type: 'http', url: 'http://x' } as const);
      const performer = id % 4 === 0 ? null : `Группа ${id % 11}`;
      await tracks.upsert(
        { trackId: `t${id}`, title: firstName, performer, durationMs: id % 5 ? id : null, source },
        id % 13,
      );
    }
    for (const id of [10, 20, 30]) await users.update(id, { role: 'moderator', email: `person${id}@example.com` });
    await users.update(40, { role: 'admin', isBlocked: true });
  });
});
suite.after(async () => {
  await records.close();
  await rm(folder, { recursive: true });
});

const users = (query: Partial<UserListQuery>) =>
  records.users.list({ sort: 'id', order: 'asc', page: 1, pageSize: 50, ownerIds: [1, 40], ...query });
const tracks = (query: Partial<TrackListQuery>) =>
  records.tracks.list({ sort: 'title', order: 'asc', page: 1, pageSize: 50, ...query });
const idsOf = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id);

suite('text is folded: case of every alphabet, ё, width, spacing', () => {
  assert.is(foldText('  ЁЛКА\t\n\u0000 Ｗide  '), 'елка wide');
  assert.is(foldText('ё'.normalize('NFD')), 'е');
  assert.equal(readSearch('  @Olga  КИМ я '), { long: ['olga', 'ким'], short: ['я'], id: null });
  assert.is(readSearch(' @ '), null);
  assert.is(readSearch(undefined), null);
  assert.is(readSearch('-100123')?.id, -100_123);
  assert.is(readSearch('1'.repeat(30))?.id, null);
  assert.is(toMatch(['a"b', 'OR']), '"a""b" AND "OR"');
});

suite('pages: totals, the last one, one after the last', async () => {
  const first = await users({});
  assert.equal([first.total, first.pageCount, first.page, first.rows.length], [count, 25, 1, 50]);
  const last = await users({ page: 25 });
  assert.equal(idsOf(last.rows), [1_201, 1_202, 1_203]);
  assert.equal(await users({ page: 99 }), last);
  assert.equal(await users({ page: -1 }), first);
  assert.equal(await users({ search: 'nobody is called so' }), { rows: [], total: 0, page: 1, pageCount: 1 });
});

suite('every order of users: the same rows page by page and all at once, each once, sorted', async () => {
  const values: Record<UserListQuery['sort'], (user: User) => string | number | null> = {
    id: ({ id }) => id,
    name: ({ firstName, lastName }) => foldText(`${firstName} ${lastName ?? ''}`),
    username: ({ username }) => username?.toLowerCase() ?? null,
    role: ({ id, role }) => (id === 1 || id === 40 ? 3 : { user: 0, moderator: 1, admin: 2 }[role]),
    firstSeenAt: ({ firstSeenAt }) => firstSeenAt,
    lastSeenAt: ({ lastSeenAt }) => lastSeenAt,
  };
  for (const sort of Object.keys(values) as UserListQuery['sort'][]) {
    for (const order of ['asc', 'desc'] as const) {
      const all: User[] = [];
      for await (const user of records.users.each({ sort, order, ownerIds: [1, 40] })) all.push(user);
      assert.is(new Set(idsOf(all)).size, count, `${sort} ${order}`);
      const paged: User[] = [];
      for (let page = 1; page <= 13; page += 1) paged.push(...(await users({ sort, order, page, pageSize: 100 })).rows);
      assert.equal(idsOf(paged), idsOf(all), `${sort} ${order}`);
      const keys = all.map(values[sort]);
      const isBefore = (a: string | number | null, b: string | number | null) =>
        a === null ||
        (b !== null &&
          (typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) <= 0 : a <= Number(b)));
      const isSorted = keys.every(
        (key, i) =>
          i === 0 || (order === 'asc' ? isBefore(keys[i - 1] ?? null, key) : isBefore(key, keys[i - 1] ?? null)),
      );
      assert.ok(isSorted, `${sort} ${order}`);
    }
  }
});

suite('every order of tracks, with and without a value: each row once', async () => {
  for (const sort of ['title', 'performer', 'durationMs', 'playCount', 'firstSeenAt', 'lastSeenAt'] as const) {
    for (const order of ['asc', 'desc'] as const) {
      const ids = new Set<string>();
      for await (const { trackId } of records.tracks.each({ sort, order })) ids.add(trackId);
      assert.is(ids.size, count, `${sort} ${order}`);
      const first = await tracks({ sort, order, pageSize: 1 });
      assert.is(first.rows[0]?.trackId, [...ids][0], `${sort} ${order}`);
    }
  }
});

/** Looks for the words in every row, as the list must have done. */
async function bruteForce(words: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { id, firstName, lastName, username, email } of records.users.each({
    sort: 'id',
    order: 'asc',
    ownerIds: [],
  })) {
    const texts = [
      foldText(`${firstName} ${lastName ?? ''}`),
      username?.toLowerCase() ?? '',
      email?.toLowerCase() ?? '',
    ];
    if (words.every((word) => texts.some((text) => text.includes(word)))) found.push(id);
  }
  return found;
}

suite('words: any part, in any case, rare or common, long or short, all of them', async () => {
  const searches: Record<string, readonly string[]> = {
    щук: ['щук'],
    ЩУ: ['щу'],
    елка: ['елка'],
    'ЁЛКА ким': ['елка', 'ким'],
    'ольга КИМ ol': ['ольга', 'ким', 'ol'],
    КИМ: ['ким'],
    ки: ['ки'],
    '"q"': ['"q"'],
    '<b>': ['<b>'],
    zoé: ['zoé'],
    person_: ['person_'],
    '@PERSON_69': ['person_69'],
    'person20@EXAMPLE': ['person20@example'],
    '%%%': ['%%%'],
    '%': ['%'],
    '* OR id': ['*', 'or', 'id'],
  };
  for (const [search, words] of Object.entries(searches)) {
    const expected = await bruteForce(words);
    const found: number[] = [];
    for await (const { id } of records.users.each({ search, sort: 'id', order: 'asc', ownerIds: [] })) found.push(id);
    assert.equal(found, expected, search);
    assert.is((await users({ search })).total, expected.length, search);
  }
  assert.ok((await bruteForce(['ким'])).length > 1_000, 'one of them is common: it is looked for in the rows');
  assert.equal(idsOf((await users({ search: '1203' })).rows), [1_203], 'an id');
  assert.ok(idsOf((await users({ search: '7', pageSize: 100 })).rows).includes(7), 'a short id');
});

suite('a search in another order, page by page', async () => {
  for (const search of ['ким', 'щук', 'ки']) {
    const every: number[] = [];
    const query = { search, sort: 'name', order: 'desc', ownerIds: [] } as const;
    for await (const { id } of records.users.each(query)) every.push(id);
    assert.equal(idsOf((await users({ ...query, page: 3 })).rows), every.slice(100, 150), search);
  }
});

suite('filters: role (owners are owners only), blocked, source', async () => {
  const of = async (filter: NonNullable<UserListQuery['filter']>) => idsOf((await users({ filter })).rows);
  assert.equal(await of({ role: 'moderator' }), [10, 20, 30]);
  assert.equal(await of({ role: 'admin' }), [], 'the only one is an owner');
  assert.equal(await of({ role: 'owner' }), [1, 40]);
  assert.equal(await of({ isBlocked: true }), [40]);
  assert.is((await users({ filter: { role: 'user', isBlocked: false } })).total, count - 5);
  assert.equal(await of({ role: 'owner', isBlocked: false }), [1]);
  assert.is((await tracks({ filter: { source: 'live' } })).total, 24);
  assert.is((await tracks({ filter: { source: 'telegram' } })).total, 0);
  assert.is((await tracks({ filter: { source: 'live' }, search: 'группа 1' })).total, await countLive());
});

/** Live tracks of bands whose number has a 1. */
async function countLive(): Promise<number> {
  let found = 0;
  for await (const { source, performer } of records.tracks.each({ sort: 'title', order: 'asc' })) {
    if (source.type === 'live' && performer?.includes('1')) found += 1;
  }
  return found;
}

suite('what is found follows changes: renamed, deleted', async () => {
  const total = async (search: string) => (await users({ search })).total;
  await records.users.seen(
    { id: 5_000, username: null, firstName: 'Уникальная', lastName: null, languageCode: null },
    1,
  );
  assert.is(await total('никальн'), 1);
  await records.users.seen(
    { id: 5_000, username: 'special', firstName: 'Other', lastName: null, languageCode: null },
    2,
  );
  assert.equal([await total('никальн'), await total('special')], [0, 1]);
  await records.users.update(5_000, { email: 'mail@special.example' });
  assert.is(await total('mail@spec'), 1);
  await records.users.delete(5_000);
  assert.is(await total('special'), 0);
  await records.tracks.upsert(
    { trackId: 'x', title: 'Редкость', performer: null, durationMs: 1, source: { type: 'live', url: '' } },
    1,
  );
  assert.is((await tracks({ search: 'редкост' })).total, 1);
  await records.tracks.delete('x', 1);
  assert.is((await tracks({ search: 'редкост' })).total, 0);
});

suite.run();
