import type { EndReason, QueueItem, StreamId, Track, TrackOutcome } from '../model.ts';

/** A role that is kept. Owners are named by OWNER_IDS, not here. */
export type Role = 'user' | 'moderator' | 'admin';

/** A person as Telegram shows them at this moment. */
export interface SeenUser {
  readonly id: number;
  /** Without the @. */
  readonly username: string | null;
  readonly firstName: string;
  readonly lastName: string | null;
  /** The language of their Telegram, an IETF tag such as `ru`; null when Telegram does not say. */
  readonly languageCode: string | null;
}

/** A person who has talked to the bot. Times are Unix milliseconds. */
export interface User extends SeenUser {
  readonly role: Role;
  readonly isBlocked: boolean;
  /** The language they chose; null: none, `languageCode` counts. */
  readonly language: string | null;
  readonly email: string | null;
  /** What administrators noted; null: nothing. */
  readonly note: string | null;
  /** Grows by one with every change in the administration (not when the person is seen). */
  readonly version: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** Those who have talked to the bot. */
export interface UserRecords {
  /** Notes that a person was here, with their present names; role, block, language and email stay. */
  seen(user: SeenUser, at: number): Promise<User>;
  find(id: number): Promise<User | null>;
  /** Notes the language a person chose; nothing happens when the person is not known. */
  setLanguage(id: number, language: string | null): Promise<void>;
}

/** A chat as Telegram shows it at this moment. */
export interface SeenChat {
  readonly id: StreamId;
  readonly type: 'group' | 'supergroup' | 'channel' | 'private';
  readonly title: string;
  /** Without the @. */
  readonly username: string | null;
}

/** A chat that has a stream, whether it is on or not. `settings`: JSON values by name; what is not there has its default. */
export interface StreamRecord extends SeenChat {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly note: string | null;
  /** Grows by one with every change in the administration. */
  readonly version: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** Chats that have a stream. */
export interface StreamRecords {
  /** Notes a chat with its present title; settings stay. */
  seen(chat: SeenChat, at: number): Promise<StreamRecord>;
  find(id: StreamId): Promise<StreamRecord | null>;
  /** Keeps what the stream is set to; nothing happens when the stream is not known. */
  setSettings(id: StreamId, settings: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Gives the sessions, plays and settings of a group to the supergroup that it became, and forgets the group. May be repeated.
   */
  migrate(from: StreamId, to: StreamId): Promise<void>;
}

/** A track that was played or queued once. */
export interface TrackRecord extends Track {
  /** Somebody named it in the administration: what the file says no longer counts. */
  readonly isRenamed: boolean;
  readonly note: string | null;
  /** Grows by one with every change in the administration. */
  readonly version: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** Everything that was played. */
export interface TrackRecords {
  /** Notes a track with its present title, performer, duration and source. */
  upsert(track: Track, at: number): Promise<void>;
  find(trackId: string): Promise<TrackRecord | null>;
}

/** One run of a stream. `startedBy`: a user's id; null when not known. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly streamId: StreamId;
  readonly startedBy: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
  readonly endDetail: string | null;
  /** Most people who listened at a time. */
  readonly peakListeners: number;
  /** Milliseconds that people listened, summed over all of them, up to the latest change of their number or the end. */
  readonly listenedMs: number;
}

/** A session with what was on the air in it. */
export interface SessionSummary extends SessionRecord {
  /** Items that were on the air and did not fail. */
  readonly tracksPlayed: number;
  /** Items that failed. */
  readonly errors: number;
}

/** Runs of streams. Both writes may be repeated and may come in either order: the first of each counts. */
export interface SessionRecords {
  start(session: Pick<SessionRecord, 'sessionId' | 'streamId' | 'startedBy'>, at: number): Promise<void>;
  end(
    session: Pick<SessionRecord, 'sessionId' | 'streamId' | 'endDetail'> & { readonly endReason: EndReason },
    at: number,
  ): Promise<void>;
  /** Notes how many listen from `at` on. What is older than what is known, or comes after the end, does nothing. */
  listeners(
    heard: Pick<SessionRecord, 'sessionId' | 'streamId'> & { readonly count: number },
    at: number,
  ): Promise<void>;
  find(sessionId: string): Promise<SessionRecord | null>;
  /** The latest sessions of a stream, newest first. */
  recent(streamId: StreamId, limit: number): Promise<readonly SessionSummary[]>;
}

/** One item that was on the air, named by stream, session and generation. */
export interface Play {
  readonly streamId: StreamId;
  readonly sessionId: string;
  readonly generation: number;
  readonly item: QueueItem;
  readonly startedAt: number;
  /** null while it plays. */
  readonly endedAt: number | null;
  readonly outcome: TrackOutcome | null;
  readonly playedMs: number;
  /** Why it failed, for the log and the history. */
  readonly failure: string | null;
}

/** What is known of a play so far: at its start, or at its end. */
export interface PlayReport extends Pick<Play, 'streamId' | 'sessionId' | 'generation' | 'item'> {
  readonly outcome?: TrackOutcome;
  readonly playedMs?: number;
  readonly failure?: string;
}

/** What was on the air. */
export interface PlayRecords {
  /**
   * Notes the start (no `outcome`) or the end of a play. May be repeated and may come in any order: the first outcome and the first
   * failure count, `playedMs` only grows. The track and, when missing, the session are noted with it.
   */
  record(report: PlayReport, at: number): Promise<void>;
  /** The latest plays of a stream, newest first. */
  recent(streamId: StreamId, limit: number): Promise<readonly Play[]>;
}

/** Who did what to what. `before` and `after`: any JSON value; null when there is none. */
export interface AuditEntry {
  readonly adminId: number;
  readonly adminName: string;
  /** As `user.block`. */
  readonly action: string;
  /** As `user:42`, `stream:-1001`. */
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
  /** From where. */
  readonly origin: 'chat' | 'panel' | 'api' | 'system';
  /** Names what was done: the same action again under the same name is the same entry. null (the default): each time a new one. */
  readonly operation?: string | null;
}

/** An entry with its number and time (Unix milliseconds). */
export type AuditRecord = AuditEntry & { readonly auditId: number; readonly at: number };

/** Who did what. Entries are never changed or removed: the database refuses it. */
export interface AuditRecords {
  /** Gives the first entry when the operation has been written down before. */
  append(entry: AuditEntry, at: number): Promise<AuditRecord>;
  /** The latest entries, newest first. */
  recent(limit: number): Promise<readonly AuditRecord[]>;
}

/** A personal token for the JSON API. Its secret is kept as a hash only. Times are Unix milliseconds. */
export interface ApiToken {
  readonly tokenId: string;
  readonly userId: number;
  readonly name: string;
  readonly createdAt: number;
  /** To the minute; null: never. */
  readonly lastUsedAt: number | null;
}

/** The tables' repositories. All throw AppError `sql-unavailable` when the file cannot be used, `internal` for a defect. */
export interface RecordTables {
  readonly users: UserRecords;
  readonly streams: StreamRecords;
  readonly tracks: TrackRecords;
  readonly sessions: SessionRecords;
  readonly plays: PlayRecords;
  readonly audit: AuditRecords;
}

/** Everything in SQL. Whoever opens it closes it. */
export interface Records extends RecordTables {
  /**
   * Runs `work` on tables of one transaction: all of it happens, or, when it throws, none. It must wait for nothing but the database:
   * everybody else waits for it.
   */
  transaction<T>(work: (tables: RecordTables) => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
