import type { Alarms, AudienceStore } from './audience-store.ts';
import type { EfirEvent, EventBody } from './events.ts';
import type { Intents } from './intents.ts';
import type { PlayerInfo, PlayQuery, Resolution, StreamId, StreamSettings } from './model.ts';
import type { PlaybackStore } from './playback-store.ts';
import type { OperationId, QueueStore } from './queue-store.ts';
import type { RemovedTracks } from './removed-tracks.ts';
import type { RateLimits, SignInLinks, WebSessions } from './web-access.ts';

export type * from './audience-store.ts';
export type * from './playback-store.ts';
export type * from './queue-store.ts';

/** Settings of streams. */
export interface SettingsStore {
  read(streamId: StreamId): Promise<StreamSettings>;
  /** Changes what `patch` names. Publishes `settings.changed` when something differs. */
  change(
    streamId: StreamId,
    change: { readonly patch: Partial<StreamSettings>; readonly userId: number },
    operation: OperationId,
  ): Promise<{ readonly before: StreamSettings; readonly after: StreamSettings }>;
}

/** The Redis Stream of all events, capped at about 10,000. */
export interface EventLog {
  /** Ids of the oldest event that is kept and of the latest; null when there is none. */
  bounds(): Promise<{ readonly first: string; readonly last: string } | null>;
  publish(streamId: StreamId, event: EventBody): Promise<string>;
  /** Events after `sinceId` (default: from now on) until the signal; waits for new ones. Survives Redis restarts. */
  follow(options: { readonly sinceId?: string; readonly signal: AbortSignal }): AsyncIterable<EfirEvent>;
  /**
   * As `follow`, as a named consumer group: each event is handled by one process, at least once; it is acknowledged when
   * `handle` resolves and offered again when it throws or the process dies.
   */
  consume(group: string, handle: (event: EfirEvent) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** Ownership of streams by players: `SET NX PX` with a fencing number that only grows. */
export interface LeaseStore {
  /** null when another owner holds it, who is not known to be dead. */
  acquire(
    streamId: StreamId,
    ownerId: string,
    ttlMs: number,
    deadOwnerIds?: readonly string[],
  ): Promise<{ readonly fence: number } | null>;
  /** false when it is lost. */
  renew(streamId: StreamId, ownerId: string, fence: number, ttlMs: number): Promise<boolean>;
  release(streamId: StreamId, ownerId: string, fence: number): Promise<void>;
  ownerOf(streamId: StreamId): Promise<string | null>;
}

/** Players announce themselves here; an entry that is not renewed expires. */
export interface PlayerRegistry {
  announce(info: PlayerInfo, ttlMs: number): Promise<void>;
  withdraw(playerId: string): Promise<void>;
  list(): Promise<readonly PlayerInfo[]>;
}

/** A hint to players that a stream's wishes changed; may be lost, as players also look by themselves. */
export type Command =
  | { readonly type: 'wake'; readonly streamId: StreamId }
  /** The assistant shall join the chat by this invite link. */
  | { readonly type: 'join-chat'; readonly streamId: StreamId; readonly inviteLink: string }
  /** Try the blocked or lost call again now. */
  | { readonly type: 'retry'; readonly streamId: StreamId }
  /**
   * Read who listens from Telegram now, and report it with this id: the owner of the stream does, or, when nobody owns it, any player whose
   * assistant can.
   */
  | { readonly type: 'recount'; readonly streamId: StreamId; readonly sessionId: string; readonly recountId: string };

/** Commands to players: a short Redis Stream that every player reads. */
export interface CommandChannel {
  send(command: Command): Promise<void>;
  follow(signal: AbortSignal): AsyncIterable<Command>;
}

/** How a request waits. `onFetched` hears how far a download has come; `beginWithinMs`: for somebody who begins, default as long as for all. */
export interface ResolveOptions {
  readonly onFetched?: ((progress: FetchProgress) => void) | undefined;
  readonly beginWithinMs?: number;
}

/** Work for any player, answered: a BullMQ queue with `waitUntilFinished`. */
export interface ResolveJobs {
  /**
   * Finds and checks what a person asked for. `onFetched` hears how far a download has come that takes long; some of it may be missed.
   * @throws AppError `timeout` after `timeoutMs`, or when nobody has begun within `beginWithinMs`; `redis-unavailable`.
   */
  request(job: ResolveRequest, timeoutMs: number, options?: ResolveOptions): Promise<Resolution>;
  /** Runs `work` for each request until closed. `report` says how far its download has come, once a second at most. */
  serve(
    work: (job: ResolveRequest, signal: AbortSignal, report: (progress: FetchProgress) => void) => Promise<Resolution>,
    options: { readonly concurrency: number },
  ): {
    close(): Promise<void>;
  };
}

/** How far a download has come. */
export interface FetchProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ResolveRequest {
  readonly streamId: StreamId;
  readonly query: PlayQuery;
}

/** Everything in Redis. Whoever opens it closes it. */
export interface RealtimeStore {
  readonly queue: QueueStore;
  readonly playback: PlaybackStore;
  readonly settings: SettingsStore;
  readonly audience: AudienceStore;
  readonly alarms: Alarms;
  readonly events: EventLog;
  readonly leases: LeaseStore;
  readonly players: PlayerRegistry;
  readonly commands: CommandChannel;
  readonly resolveJobs: ResolveJobs;
  /** Small per-stream facts for the bot (card message id, language), JSON values by name. */
  readonly notes: NoteStore;
  readonly inbox: Inbox;
  readonly intents: Intents;
  readonly removedTracks: RemovedTracks;
  readonly signInLinks: SignInLinks;
  readonly webSessions: WebSessions;
  readonly rateLimits: RateLimits;
  /**
   * Turns a stream off (reason manual) and forgets its queue, playback, settings, history, audience and notes. Publishes `stream.ended`. Gives
   * the session that ended; null when it was off.
   */
  forget(streamId: StreamId, operation: OperationId): Promise<string | null>;
  /**
   * Moves everything of a stream (queue, playback, settings, history, audience, notes) to its chat's new id, and publishes
   * `stream.migrated`. May be repeated, also after a crash in the middle; nothing is lost or doubled. What the new id has already is kept
   * when the old one has nothing.
   */
  migrate(from: StreamId, to: StreamId): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What came from outside and is not dealt with yet, so that it does not get lost with the process that took it. */
export interface Inbox {
  /** Keeps entries until they are done. `body`: any JSON. */
  put(entries: readonly { readonly id: number; readonly body: unknown }[]): Promise<void>;
  done(id: number): Promise<void>;
  /** What a process before this one left, by id; an entry that was left three times comes no more. */
  reopen<T>(): Promise<readonly { readonly id: number; readonly body: T }[]>;
}

/** Small JSON notes on a stream, by name. */
export interface NoteStore {
  get<T>(streamId: StreamId, name: string): Promise<T | null>;
  set(streamId: StreamId, name: string, value: unknown): Promise<void>;
  remove(streamId: StreamId, name: string): Promise<void>;
}
