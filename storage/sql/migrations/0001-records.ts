import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `CREATE TABLE users (
    user_id INTEGER PRIMARY KEY,
    username TEXT,
    first_name TEXT NOT NULL,
    last_name TEXT,
    language_code TEXT,
    language TEXT,
    role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'moderator', 'admin')),
    is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
    email TEXT,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
  ) STRICT`,
  // Not unique: Telegram gives a free username to the next who asks, and we hear of it late.
  'CREATE INDEX users_by_username ON users (username COLLATE NOCASE)',
  'CREATE UNIQUE INDEX users_by_email ON users (email COLLATE NOCASE) WHERE email IS NOT NULL',

  `CREATE TABLE streams (
    stream_id INTEGER PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('group', 'supergroup', 'channel', 'private')),
    title TEXT NOT NULL,
    username TEXT,
    settings TEXT NOT NULL DEFAULT '{}' CHECK (json_type(settings) = 'object'),
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
  ) STRICT`,

  `CREATE TABLE tracks (
    track_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    performer TEXT,
    duration_ms INTEGER,
    source TEXT NOT NULL CHECK (json_type(source) = 'object'),
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
  ) STRICT`,

  // startedBy is no foreign key: anonymous admins and people who never wrote to the bot start streams, too.
  `CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    stream_id INTEGER NOT NULL REFERENCES streams (stream_id) ON DELETE CASCADE,
    started_by INTEGER,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CHECK (end_reason IN ('auto-end', 'manual', 'error')),
    end_detail TEXT
  ) STRICT`,
  'CREATE INDEX sessions_by_stream ON sessions (stream_id, started_at)',

  `CREATE TABLE plays (
    stream_id INTEGER NOT NULL REFERENCES streams (stream_id) ON DELETE CASCADE,
    session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    track_id TEXT NOT NULL REFERENCES tracks (track_id) ON DELETE CASCADE,
    item_id TEXT NOT NULL,
    added_by_id INTEGER NOT NULL,
    added_by_name TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('finished', 'skipped', 'failed', 'stopped')),
    played_ms INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    PRIMARY KEY (stream_id, session_id, generation)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX plays_by_stream ON plays (stream_id, started_at)',
  'CREATE INDEX plays_by_track ON plays (track_id)',
  'CREATE INDEX plays_by_session ON plays (session_id)',

  `CREATE TABLE audit (
    audit_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    admin_id INTEGER NOT NULL,
    admin_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    before TEXT CHECK (json_valid(before)),
    after TEXT CHECK (json_valid(after)),
    origin TEXT NOT NULL CHECK (origin IN ('chat', 'panel', 'api', 'system'))
  ) STRICT`,
  'CREATE INDEX audit_by_admin ON audit (admin_id)',
  'CREATE INDEX audit_by_target ON audit (target)',
  `CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END`,
  `CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END`,
];

/** The first tables: users, streams, tracks, sessions, plays, audit. */
export const records0001: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
