import type { Generated } from 'kysely';
import type { TrackSource } from '../model.ts';

/** Columns of the tables, in the names that Kysely's camel-case plugin gives them. Booleans are 0 and 1, times Unix milliseconds. */
export interface Database {
  users: {
    userId: number;
    username: string | null;
    firstName: string;
    lastName: string | null;
    languageCode: string | null;
    language: string | null;
    role: Generated<'user' | 'moderator' | 'admin'>;
    isBlocked: Generated<number>;
    email: string | null;
    note: Generated<string | null>;
    version: Generated<number>;
    /** First and last name, folded. */
    nameKey: string;
    firstSeenAt: number;
    lastSeenAt: number;
  };
  streams: {
    streamId: number;
    type: 'group' | 'supergroup' | 'channel' | 'private';
    title: string;
    username: string | null;
    /** A JSON object. */
    settings: Generated<string>;
    note: Generated<string | null>;
    version: Generated<number>;
    titleKey: string;
    firstSeenAt: number;
    lastSeenAt: number;
  };
  tracks: {
    trackId: string;
    title: string;
    performer: string | null;
    durationMs: number | null;
    /** A `TrackSource` as JSON. */
    source: string;
    sourceType: TrackSource['type'];
    isRenamed: Generated<number>;
    note: Generated<string | null>;
    version: Generated<number>;
    titleKey: string;
    performerKey: string | null;
    /** Counted by triggers on `plays`. */
    playCount: Generated<number>;
    lastPlayedAt: Generated<number | null>;
    /** Given by a trigger. */
    searchId: Generated<number | null>;
    firstSeenAt: number;
    lastSeenAt: number;
  };
  sessions: {
    sessionId: string;
    streamId: number;
    startedBy: number | null;
    startedAt: number;
    endedAt: number | null;
    endReason: 'auto-end' | 'manual' | 'error' | null;
    endDetail: string | null;
    peakListeners: number;
    listenedMs: number;
    /** How many listen since `countedAt`. */
    listeners: number;
    countedAt: number | null;
  };
  plays: {
    streamId: number;
    sessionId: string;
    generation: number;
    trackId: string;
    itemId: string;
    addedById: number;
    addedByName: string;
    addedAt: number;
    startedAt: number;
    endedAt: number | null;
    outcome: 'finished' | 'skipped' | 'failed' | 'stopped' | null;
    playedMs: number;
    failure: string | null;
  };
  audit: {
    auditId: Generated<number>;
    at: number;
    adminId: number;
    adminName: string;
    action: string;
    target: string;
    /** JSON; null: none. */
    before: string | null;
    after: string | null;
    origin: 'chat' | 'panel' | 'api' | 'system';
    operation: string | null;
    /** The entry that this one took back. */
    reverts: number | null;
    searchKey: string;
  };
  apiTokens: {
    tokenId: string;
    userId: number;
    name: string;
    /** SHA-256 of the secret. */
    hash: string;
    createdAt: number;
    lastUsedAt: number | null;
  };
  listenerSamples: { minute: number; listeners: number };
  blockedIds: { userId: number };
  forgottenSessions: { sessionId: string; forgottenAt: number };
  trackRemovals: { trackId: string; source: string; removedAt: number };
}
