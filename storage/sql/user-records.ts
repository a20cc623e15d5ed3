import { type Kysely, type Selectable, sql } from 'kysely';
import { foldText } from './lists/fold-text.ts';
import type { UserListQuery, WholeList } from './lists/list-queries.ts';
import { readEach, readPage } from './lists/read-list.ts';
import { planUsers } from './lists/user-list.ts';
import type { SeenUser, User, UserFields, UserRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The users table. */
export function createUserRecords(db: Kysely<Database>): UserRecords {
  const load = async (ids: readonly number[]) =>
    (await db.selectFrom('users').selectAll().where('userId', 'in', ids).execute()).map(toUser);
  const plan = (query: WholeList<UserListQuery>) => planUsers(query).map((part) => ({ ...part, load, keyOf }));
  return {
    async seen({ id, ...names }, at) {
      const present = { ...names, nameKey: nameKey(names), lastSeenAt: at };
      const row = await db
        .insertInto('users')
        .values({ userId: id, ...present, isBlocked: wasBlocked(id), firstSeenAt: at })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet(present))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toUser(row);
    },
    async find(id) {
      const row = await db.selectFrom('users').selectAll().where('userId', '=', id).executeTakeFirst();
      return row === undefined ? null : toUser(row);
    },
    async setLanguage(id, language) {
      await db.updateTable('users').set({ language }).where('userId', '=', id).execute();
    },
    list: (query) => readPage(db, plan(query), query),
    each: (query) => readEach(db, plan(query)),
    async findOther(than, by) {
      const [column, value] = 'email' in by ? (['email', by.email] as const) : (['username', by.username] as const);
      const row = await db
        .selectFrom('users')
        .selectAll()
        .where(sql<boolean>`${sql.ref(column)} = ${value} COLLATE NOCASE`)
        .where('userId', '<>', than)
        .executeTakeFirst();
      return row === undefined ? null : toUser(row);
    },
    async create({ id, isBlocked, ...fields }, at) {
      const block = isBlocked ? sql<number>`1` : wasBlocked(id);
      const row = await db
        .insertInto('users')
        .values({
          userId: id,
          ...fields,
          nameKey: nameKey(fields),
          isBlocked: block,
          languageCode: null,
          language: null,
          firstSeenAt: at,
          lastSeenAt: at,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toUser(row);
    },
    async update(id, fields) {
      const present = await db.selectFrom('users').selectAll().where('userId', '=', id).executeTakeFirst();
      if (present === undefined) return null;
      const { isBlocked, ...rest } = fields;
      const row = await db
        .updateTable('users')
        .set({
          ...rest,
          ...(isBlocked === undefined ? {} : { isBlocked: isBlocked ? 1 : 0 }),
          nameKey: nameKey({ ...present, ...rest }),
          version: present.version + 1,
        })
        .where('userId', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (isBlocked === false) await db.deleteFrom('blockedIds').where('userId', '=', id).execute();
      return toUser(row);
    },
    async delete(id) {
      await sql`INSERT OR IGNORE INTO blocked_ids SELECT user_id FROM users WHERE user_id = ${id} AND is_blocked = 1`.execute(
        db,
      );
      await db.deleteFrom('apiTokens').where('userId', '=', id).execute();
      await db.deleteFrom('users').where('userId', '=', id).execute();
    },
    async count(ownerIds) {
      const { rows } = await sql<{ role: User['role']; count: number; blocked: number }>`
        SELECT role, count(*) AS count, sum(is_blocked) AS blocked FROM users GROUP BY role`.execute(db);
      const owners = ownerIds.length === 0 ? [] : await load(ownerIds);
      const of = (role: User['role']) =>
        (rows.find((row) => row.role === role)?.count ?? 0) - owners.filter((owner) => owner.role === role).length;
      return {
        owners: owners.length,
        byRole: { user: of('user'), moderator: of('moderator'), admin: of('admin') },
        blocked: rows.reduce((sum, { blocked }) => sum + blocked, 0),
      };
    },
  };
}

const keyOf = ({ id }: User) => id;

/** What people are sorted and found by. */
function nameKey({ firstName, lastName }: Pick<SeenUser | UserFields, 'firstName' | 'lastName'>): string {
  return foldText(`${firstName} ${lastName ?? ''}`);
}

/** Whether somebody was blocked when their row was deleted. */
function wasBlocked(id: number) {
  return sql<number>`EXISTS (SELECT 1 FROM blocked_ids WHERE user_id = ${id})`;
}

function toUser({ userId, isBlocked, nameKey: _, ...rest }: Selectable<Database['users']>): User {
  return { id: userId, isBlocked: isBlocked === 1, ...rest };
}
