import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ListQuery, Page } from '../paging.ts';
import type { Database } from '../tables.ts';

/** A condition on rows. */
export type Condition = RawBuilder<unknown>;

/** How a list is read. Names are those of the database. */
export interface ListPlan<Key extends string | number, Row> {
  readonly table: string;
  /** A unique column: it decides between rows that are sorted alike. */
  readonly key: string;
  /** What it is sorted by: a column of an index that begins with it and goes on with `key`. */
  readonly sort: RawBuilder<unknown>;
  readonly order: 'asc' | 'desc';
  /** All have to hold. */
  readonly conditions: readonly Condition[];
  /** null: nothing is searched for. */
  readonly search: ListSearch | null;
  /** The rows with these keys, in any order. */
  load(keys: readonly Key[]): Promise<readonly Row[]>;
  keyOf(row: Row): Key;
}

/** Two ways to find the same rows: the index is fast for what is rare, looking at each row for what is common. */
export interface ListSearch {
  /** A statement that gives as many keys of rows with the words that the search index knows; null: it knows none of them. */
  readonly keys: ((limit: number) => RawBuilder<{ readonly key: string | number }>) | null;
  readonly isFound: Condition;
}

/** What is found more often than this is common. What is not is found once, and then read by its keys. */
const manyFound = 5_000;
/** A list of up to so many is sorted after it was read; a longer one is read in the order of an index. */
const mostSorted = 20_000;
/** How many rows `each` holds at once. */
const chunkSize = 500;

/**
 * Reads one page of the plans' rows, one plan's after the other's, and how many rows there are. A page after the last one is the last one.
 */
export async function readPage<Key extends string | number, Row>(
  db: Kysely<Database>,
  plans: readonly ListPlan<Key, Row>[],
  { page: wanted, pageSize }: Pick<ListQuery<unknown, string>, 'page' | 'pageSize'>,
): Promise<Page<Row>> {
  const parts = [];
  for (const plan of plans) parts.push(await countRows(db, plan));
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  const pageCount = Math.max(1, Math.ceil(total / pageSize));
  const page = Math.min(Math.max(1, wanted), pageCount);
  const rows: Row[] = [];
  let offset = (page - 1) * pageSize;
  for (const part of parts) {
    const limit = pageSize - rows.length;
    if (limit > 0 && offset < part.count) rows.push(...(await readWindow(db, part, { offset, limit })));
    offset = Math.max(0, offset - part.count);
  }
  return { rows, total, page, pageCount };
}

/** Reads all rows, some at a time. What changes its place meanwhile may be missed or come twice; everything else comes once. */
export async function* readEach<Key extends string | number, Row>(
  db: Kysely<Database>,
  plans: readonly ListPlan<Key, Row>[],
): AsyncGenerator<Row, void, undefined> {
  for (const plan of plans) {
    const { where } = await findRows(db, plan);
    let last: { readonly key: Key; readonly value: unknown } | undefined;
    do {
      const after = last === undefined ? sql`true` : isAfter(plan, last);
      const { rows } = await sql<{ key: Key; value: unknown }>`
        SELECT ${sql.ref(plan.key)} AS key, ${plan.sort} AS value FROM ${sql.table(plan.table)} WHERE ${where} AND ${after}
        ORDER BY ${inOrder(plan)} LIMIT ${chunkSize}`.execute(db);
      yield* await loadInOrder(plan, rows);
      last = rows.length < chunkSize ? undefined : rows.at(-1);
    } while (last !== undefined);
  }
}

/** A plan, the condition for its rows, and how many they are. */
interface Part<Key extends string | number, Row> {
  readonly plan: ListPlan<Key, Row>;
  readonly where: Condition;
  readonly count: number;
}

async function countRows<Key extends string | number, Row>(
  db: Kysely<Database>,
  plan: ListPlan<Key, Row>,
): Promise<Part<Key, Row>> {
  const { where, count } = await findRows(db, plan);
  if (count !== null) return { plan, where, count };
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM ${sql.table(plan.table)} WHERE ${where}`.execute(db);
  return { plan, where, count: rows[0]?.count ?? 0 };
}

async function readWindow<Key extends string | number, Row>(
  db: Kysely<Database>,
  { plan, where, count }: Part<Key, Row>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly Row[]> {
  // The plus keeps SQLite from the index, along which it would look up one row after the other until it has enough that are in the list.
  const order = inOrder(count > mostSorted ? plan : { ...plan, sort: sql`+${plan.sort}` });
  const { rows } = await sql<{ key: Key }>`
    SELECT ${sql.ref(plan.key)} AS key FROM ${sql.table(plan.table)} WHERE ${where}
    ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`.execute(db);
  return await loadInOrder(plan, rows);
}

/** Whether a column's value is one of many: as one parameter, as SQLite takes only so many. */
export function oneOf(column: string, values: readonly (number | string)[]): Condition {
  return sql`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

/** The condition for all rows of the list, and, when that is known by then, how many they are. */
async function findRows<Key extends string | number, Row>(
  db: Kysely<Database>,
  { table, key, conditions, search }: ListPlan<Key, Row>,
): Promise<{ readonly where: Condition; readonly count: number | null }> {
  if (search === null) return { where: allOf(conditions), count: null };
  const indexed = search.keys === null ? null : await search.keys(manyFound + 1).execute(db);
  const keys = indexed?.rows.map((row) => row.key) ?? null;
  // Words that the index does not know are looked for in those rows only that have the others.
  const within = keys === null || keys.length > manyFound ? [] : [oneOf(key, keys)];
  const where = allOf([...within, ...conditions, search.isFound]);
  const { rows } = await sql<{ key: Key }>`
    SELECT ${sql.ref(key)} AS key FROM ${sql.table(table)} WHERE ${where} LIMIT ${manyFound + 1}`.execute(db);
  if (rows.length > manyFound) return { where, count: null };
  const found = rows.map((row) => row.key);
  return { where: oneOf(key, found), count: found.length };
}

/** Conditions, all of which have to hold. */
export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` AND `)}`;
}

function inOrder({ sort, key, order }: Pick<ListPlan<never, never>, 'sort' | 'key' | 'order'>) {
  const direction = sql.raw(order);
  return sql`${sort} ${direction}, ${sql.ref(key)} ${direction}`;
}

/** SQLite sorts null before everything else, and no comparison with it holds. */
function isAfter(
  { sort, key, order }: Pick<ListPlan<never, never>, 'sort' | 'key' | 'order'>,
  last: { readonly key: unknown; readonly value: unknown },
): Condition {
  const column = sql.ref(key);
  if (order === 'asc') {
    if (last.value === null) return sql`(${sort} IS NOT NULL OR ${column} > ${last.key})`;
    return sql`(${sort}, ${column}) > (${last.value}, ${last.key})`;
  }
  if (last.value === null) return sql`(${sort} IS NULL AND ${column} < ${last.key})`;
  return sql`(${sort} IS NULL OR (${sort}, ${column}) < (${last.value}, ${last.key}))`;
}

async function loadInOrder<Key extends string | number, Row>(
  { load, keyOf }: ListPlan<Key, Row>,
  keys: readonly { readonly key: Key }[],
): Promise<readonly Row[]> {
  if (keys.length === 0) return [];
  const rows = new Map((await load(keys.map(({ key }) => key))).map((row) => [keyOf(row), row]));
  // A row may have been deleted between the two statements.
  return keys.flatMap(({ key }) => rows.get(key) ?? []);
}
