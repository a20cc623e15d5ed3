import type { Kysely, Selectable } from 'kysely';
import type { User, UserRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The users table. */
export function createUserRecords(db: Kysely<Database>): UserRecords {
  return {
    async seen({ id, ...names }, at) {
      const row = await db
        .insertInto('users')
        .values({ userId: id, ...names, firstSeenAt: at, lastSeenAt: at })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet({ ...names, lastSeenAt: at }))
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
  };
}

function toUser({ userId, isBlocked, ...rest }: Selectable<Database['users']>): User {
  return { id: userId, isBlocked: isBlocked === 1, ...rest };
}
