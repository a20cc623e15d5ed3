import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { foldText } from '../lists/fold-text.ts';

/**
 * Lists are read from indexes that hold all they are filtered by, so that a page of a long list costs the reading of an index. Each has the
 * key as its second column: rows that are equal otherwise keep their order from page to page.
 */
const columns = [
  'ALTER TABLE users ADD COLUMN note TEXT',
  'ALTER TABLE users ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  "ALTER TABLE users ADD COLUMN name_key TEXT NOT NULL DEFAULT ''",

  'ALTER TABLE streams ADD COLUMN note TEXT',
  'ALTER TABLE streams ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  "ALTER TABLE streams ADD COLUMN title_key TEXT NOT NULL DEFAULT ''",

  'ALTER TABLE tracks ADD COLUMN is_renamed INTEGER NOT NULL DEFAULT 0 CHECK (is_renamed IN (0, 1))',
  'ALTER TABLE tracks ADD COLUMN note TEXT',
  'ALTER TABLE tracks ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  "ALTER TABLE tracks ADD COLUMN title_key TEXT NOT NULL DEFAULT ''",
  'ALTER TABLE tracks ADD COLUMN performer_key TEXT',
  "ALTER TABLE tracks ADD COLUMN source_type TEXT NOT NULL DEFAULT ''",
  'ALTER TABLE tracks ADD COLUMN play_count INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE tracks ADD COLUMN last_played_at INTEGER',
  // The row's number in the search index. A rowid would not do: VACUUM gives tables with a text key new ones.
  'ALTER TABLE tracks ADD COLUMN search_id INTEGER',

  "ALTER TABLE audit ADD COLUMN search_key TEXT NOT NULL DEFAULT ''",
  'ALTER TABLE audit ADD COLUMN reverts INTEGER REFERENCES audit (audit_id)',

  // No foreign key: an owner need not have a row.
  `CREATE TABLE api_tokens (
    token_id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
  ) STRICT`,
  'CREATE INDEX api_tokens_by_user ON api_tokens (user_id, created_at)',
  // The most that listened in a minute, to all streams together. `minute`: its beginning, Unix milliseconds.
  'CREATE TABLE listener_samples (minute INTEGER PRIMARY KEY, listeners INTEGER NOT NULL) STRICT',
  // A block outlives the row of its person: nothing but the id is kept.
  'CREATE TABLE blocked_ids (user_id INTEGER PRIMARY KEY) STRICT',
  // Sessions of deleted streams, as events about them may still be under way.
  'CREATE TABLE forgotten_sessions (session_id TEXT PRIMARY KEY, forgotten_at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  // Tracks that were deleted and that players were not told of yet.
  'CREATE TABLE track_removals (track_id TEXT PRIMARY KEY, source TEXT NOT NULL, removed_at INTEGER NOT NULL) STRICT',
];

const indexes = [
  'CREATE INDEX users_by_name ON users (name_key, user_id, role, is_blocked)',
  'DROP INDEX users_by_username',
  'CREATE INDEX users_by_username ON users (username COLLATE NOCASE, user_id, role, is_blocked)',
  'CREATE INDEX users_by_role ON users (role, user_id, is_blocked)',
  'CREATE INDEX users_by_first_seen ON users (first_seen_at, user_id, role, is_blocked)',
  'CREATE INDEX users_by_last_seen ON users (last_seen_at, user_id, role, is_blocked)',

  'CREATE INDEX streams_by_title ON streams (title_key, stream_id, type)',
  'CREATE INDEX streams_by_first_seen ON streams (first_seen_at, stream_id, type)',
  'CREATE INDEX streams_by_last_seen ON streams (last_seen_at, stream_id, type)',

  'CREATE INDEX tracks_by_title ON tracks (title_key, track_id, source_type)',
  'CREATE INDEX tracks_by_performer ON tracks (performer_key, track_id, source_type)',
  'CREATE INDEX tracks_by_duration ON tracks (duration_ms, track_id, source_type)',
  'CREATE INDEX tracks_by_plays ON tracks (play_count, track_id, source_type)',
  'CREATE INDEX tracks_by_first_seen ON tracks (first_seen_at, track_id, source_type)',
  'CREATE INDEX tracks_by_last_seen ON tracks (last_seen_at, track_id, source_type)',
  'CREATE INDEX tracks_by_source ON tracks (source_type, track_id)',
  'CREATE INDEX tracks_renamed ON tracks (track_id) WHERE is_renamed = 1',
  'CREATE UNIQUE INDEX tracks_by_search_id ON tracks (search_id)',

  'CREATE INDEX plays_by_time ON plays (started_at, track_id, failure)',
  'CREATE INDEX sessions_by_end ON sessions (ended_at, end_reason)',
  'CREATE INDEX audit_by_time ON audit (at)',
  'CREATE INDEX audit_by_action ON audit (action)',
  'CREATE UNIQUE INDEX audit_by_reverted ON audit (reverts) WHERE reverts IS NOT NULL',
];

/** Trigrams find any part of a word of three letters and more, in every alphabet and case (https://www.sqlite.org/fts5.html#the_trigram_tokenizer). */
const search = [
  "CREATE VIRTUAL TABLE users_text USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram')",
  `INSERT INTO users_text (rowid, text)
    SELECT user_id, name_key || ' ' || ifnull(username, '') || ' ' || ifnull(email, '') FROM users`,
  `CREATE TRIGGER users_text_added AFTER INSERT ON users BEGIN
    INSERT INTO users_text (rowid, text)
      VALUES (new.user_id, new.name_key || ' ' || ifnull(new.username, '') || ' ' || ifnull(new.email, ''));
  END`,
  `CREATE TRIGGER users_text_changed AFTER UPDATE OF name_key, username, email ON users
    WHEN old.name_key IS NOT new.name_key OR old.username IS NOT new.username OR old.email IS NOT new.email
  BEGIN
    DELETE FROM users_text WHERE rowid = old.user_id;
    INSERT INTO users_text (rowid, text)
      VALUES (new.user_id, new.name_key || ' ' || ifnull(new.username, '') || ' ' || ifnull(new.email, ''));
  END`,
  `CREATE TRIGGER users_text_removed AFTER DELETE ON users BEGIN
    DELETE FROM users_text WHERE rowid = old.user_id;
  END`,

  "CREATE VIRTUAL TABLE tracks_text USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram')",
  `INSERT INTO tracks_text (rowid, text) SELECT search_id, title_key || ' ' || ifnull(performer_key, '') FROM tracks`,
  `CREATE TRIGGER tracks_text_added AFTER INSERT ON tracks BEGIN
    UPDATE tracks SET search_id = (SELECT ifnull(max(search_id), 0) + 1 FROM tracks) WHERE track_id = new.track_id;
    INSERT INTO tracks_text (rowid, text)
      SELECT search_id, title_key || ' ' || ifnull(performer_key, '') FROM tracks WHERE track_id = new.track_id;
  END`,
  `CREATE TRIGGER tracks_text_changed AFTER UPDATE OF title_key, performer_key ON tracks
    WHEN old.title_key IS NOT new.title_key OR old.performer_key IS NOT new.performer_key
  BEGIN
    DELETE FROM tracks_text WHERE rowid = old.search_id;
    INSERT INTO tracks_text (rowid, text) VALUES (new.search_id, new.title_key || ' ' || ifnull(new.performer_key, ''));
  END`,
  `CREATE TRIGGER tracks_text_removed AFTER DELETE ON tracks BEGIN
    DELETE FROM tracks_text WHERE rowid = old.search_id;
  END`,

  `CREATE TRIGGER plays_counted AFTER INSERT ON plays BEGIN
    UPDATE tracks SET play_count = play_count + 1, last_played_at = max(ifnull(last_played_at, 0), new.started_at)
      WHERE track_id = new.track_id;
  END`,
  `CREATE TRIGGER plays_discounted AFTER DELETE ON plays BEGIN
    UPDATE tracks SET play_count = play_count - 1 WHERE track_id = old.track_id;
  END`,
];

/** What the administration needs: notes and versions of rows, tokens, lists that can be sorted and searched. */
export const administration0004: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of columns) await sql.raw(statement).execute(db);
    await fill(db);
    for (const statement of [...indexes, ...search]) await sql.raw(statement).execute(db);
  },
};

/** Fills the new columns of the rows that are there. */
async function fill(db: Kysely<unknown>): Promise<void> {
  const users = await sql<{ id: number; first: string; last: string | null }>`
    SELECT user_id AS id, first_name AS first, last_name AS last FROM users`.execute(db);
  for (const { id, first, last } of users.rows) {
    await sql`UPDATE users SET name_key = ${foldText(`${first} ${last ?? ''}`)} WHERE user_id = ${id}`.execute(db);
  }
  const streams = await sql<{ id: number; title: string }>`SELECT stream_id AS id, title FROM streams`.execute(db);
  for (const { id, title } of streams.rows) {
    await sql`UPDATE streams SET title_key = ${foldText(title)} WHERE stream_id = ${id}`.execute(db);
  }
  const tracks = await sql<{ id: string; title: string; performer: string | null }>`
    SELECT track_id AS id, title, performer FROM tracks`.execute(db);
  for (const { id, title, performer } of tracks.rows) {
    const performerKey = performer === null ? null : foldText(performer);
    await sql`UPDATE tracks SET title_key = ${foldText(title)}, performer_key = ${performerKey},
      source_type = source ->> 'type', search_id = rowid,
      play_count = (SELECT count(*) FROM plays WHERE plays.track_id = tracks.track_id),
      last_played_at = (SELECT max(started_at) FROM plays WHERE plays.track_id = tracks.track_id)
      WHERE track_id = ${id}`.execute(db);
  }
  await sql.raw('DROP TRIGGER audit_is_not_changed').execute(db);
  const audit = await sql<{ id: number; text: string }>`
    SELECT audit_id AS id, admin_name || ' ' || action || ' ' || target AS text FROM audit`.execute(db);
  for (const { id, text } of audit.rows) {
    await sql`UPDATE audit SET search_key = ${foldText(text)} WHERE audit_id = ${id}`.execute(db);
  }
  const isNotChanged = `CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END`;
  await sql.raw(isNotChanged).execute(db);
}
