import type { Generated } from 'kysely';

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
  };
}
