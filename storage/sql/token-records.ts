import type { Kysely, Selectable } from 'kysely';
import type { ApiToken } from './records.ts';
import type { Database } from './tables.ts';

/** Tokens for the JSON API. */
export interface TokenRecords {
  listOf(userId: number): Promise<readonly ApiToken[]>;
  /** `hash`: SHA-256 of the secret. */
  create(token: Omit<ApiToken, 'lastUsedAt'> & { readonly hash: string }): Promise<ApiToken>;
  /** Notes that it is used, to the minute; null: there is none. */
  use(hash: string, at: number): Promise<ApiToken | null>;
  find(tokenId: string): Promise<ApiToken | null>;
  delete(tokenId: string): Promise<void>;
}

const minuteMs = 60_000;

/** The table of API tokens. */
export function createTokenRecords(db: Kysely<Database>): TokenRecords {
  return {
    async listOf(userId) {
      const rows = await db
        .selectFrom('apiTokens')
        .selectAll()
        .where('userId', '=', userId)
        .orderBy('createdAt')
        .orderBy('tokenId')
        .execute();
      return rows.map(toToken);
    },
    async create(token) {
      const row = await db
        .insertInto('apiTokens')
        .values({ ...token, lastUsedAt: null })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toToken(row);
    },
    async use(hash, at) {
      const row = await db.selectFrom('apiTokens').selectAll().where('hash', '=', hash).executeTakeFirst();
      if (row === undefined) return null;
      const lastUsedAt = Math.floor(at / minuteMs) * minuteMs;
      // A token is used many times a minute; that is not worth a write each.
      if (row.lastUsedAt === null || row.lastUsedAt < lastUsedAt) {
        await db.updateTable('apiTokens').set({ lastUsedAt }).where('tokenId', '=', row.tokenId).execute();
      }
      return toToken({ ...row, lastUsedAt });
    },
    async find(tokenId) {
      const row = await db.selectFrom('apiTokens').selectAll().where('tokenId', '=', tokenId).executeTakeFirst();
      return row === undefined ? null : toToken(row);
    },
    async delete(tokenId) {
      await db.deleteFrom('apiTokens').where('tokenId', '=', tokenId).execute();
    },
  };
}

function toToken({ hash: _, ...token }: Selectable<Database['apiTokens']>): ApiToken {
  return token;
}
