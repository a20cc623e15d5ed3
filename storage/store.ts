import type { EfirEvent, EventBody } from './events.ts';
import type { Intents } from './intents.ts';
import type {
  Audience,
  HistoryEntry,
  Listeners,
  Playback,
  PlayerInfo,
  PlayQuery,
  Queue,
  QueueItem,
  Resolution,
  StreamId,
  StreamSettings,
  TrackOutcome,
} from './model.ts';
import type { RemovedTracks } from './removed-tracks.ts';
import type { RateLimits, SignInLinks, WebSessions } from './web-access.ts';

/**
 * Every write carries an operation id; the same id again changes nothing and gives the first result (of an edit of more than 100 items
 * without those that cannot come back by an undo any more).
 */
export type OperationId = string;

/** Where items go: behind the last, or before the first. */
export type Place = 'end' | 'front';

/** Result of an add: 1-based positions of the first and last item added, and the queue's length and version after it. */
export interface Added {
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly length: number;
  readonly version: number;
}

/** Result of a removal or a move; `none`: no such position or item (the queue is unchanged; `length` tells the range). */
export type Edited =
  | { readonly type: 'done'; readonly items: readonly QueueItem[]; readonly length: number; readonly version: number }
  | { readonly type: 'none'; readonly length: number };

/** Result of a step to the next item; `stale`: the generation named is no longer the present one, nothing changed. */
export type Advanced =
  | { readonly type: 'advanced'; readonly ended: QueueItem | null; readonly playback: Playback }
  | { readonly type: 'stale'; readonly playback: Playback };

/** Result of a seek; `stale`: the generation named is no longer the present one, or nothing is current; nothing changed. */
export interface Sought {
  readonly type: 'sought' | 'stale';
  readonly playback: Playback;
}

/** Result of an add with limits; `over-limit`: the person has `present` items waiting already, nothing was added. */
export type Offered =
  | ({ readonly type: 'added' } & Added)
  | { readonly type: 'over-limit'; readonly limit: number; readonly present: number };

/** How an item joins a queue with rules. `isFair`: the people who add take turns (`place` front overrides it). */
export interface OfferRules {
  readonly place: Place;
  readonly perUserLimit: number | null;
  readonly isFair: boolean;
}

/** Result of an undo: which edit was taken back and the items it was about. */
export type Undone =
  | {
      readonly type: 'undone';
      readonly edit: 'add' | 'remove' | 'move' | 'clear' | 'shuffle';
      readonly items: readonly QueueItem[];
      readonly length: number;
      readonly version: number;
    }
  | { readonly type: 'nothing' };

/** A stream's queue in Redis: each method is one atomic Lua script. Publishes `queue.changed` afterwards. */
export interface QueueStore {
  /** Adds items in their order, all or none. */
  add(streamId: StreamId, items: readonly QueueItem[], place: Place, operation: OperationId): Promise<Added>;
  /** Removes positions `from`…`to` (1-based, inclusive). `expectedItemId` guards a single removal against a changed queue. */
  remove(
    streamId: StreamId,
    range: { readonly from: number; readonly to: number; readonly expectedItemId?: string },
    operation: OperationId,
  ): Promise<Edited>;
  /** Moves the item at `from` to position `to` (1-based; both within the queue). */
  move(
    streamId: StreamId,
    step: { readonly from: number; readonly to: number; readonly expectedItemId?: string },
    operation: OperationId,
  ): Promise<Edited>;
  clear(streamId: StreamId, operation: OperationId): Promise<Edited>;
  /** As `add`, with a limit for each person and the fair order. All items are of one person. */
  offer(streamId: StreamId, items: readonly QueueItem[], rules: OfferRules, operation: OperationId): Promise<Offered>;
  /** Removes all items of one person. */
  removeOf(streamId: StreamId, userId: number, operation: OperationId): Promise<Edited>;
  /** Puts the queue into a random order. The result names no items: it is about all. */
  shuffle(streamId: StreamId, operation: OperationId): Promise<Edited>;
  /**
   * Takes the last edit (add, remove, move, clear, shuffle) back, up to ten one after the other. Items that have played stay played;
   * an edit of which nothing is left to take back is passed over. Items that a `skip` of several left out come back as removed ones.
   * `version`: take back the edit that gave the queue this version, whatever came after it; `nothing` when it is not among the ten.
   */
  undo(streamId: StreamId, operation: OperationId, version?: number): Promise<Undone>;
  /** The whole queue, or a window of it (`offset` 0-based). */
  read(
    streamId: StreamId,
    window?: { readonly offset: number; readonly limit: number },
  ): Promise<Queue & { readonly length: number }>;
}

/** Guards a write by the owner of a lease: refused with AppError `lease-lost` when a newer fence has written. */
export interface Fenced {
  readonly fence: number;
}

/** What each stream should be doing, in Redis. The chat side writes wishes; only the owning player writes positions. */
export interface PlaybackStore {
  read(streamId: StreamId): Promise<Playback>;
  /** Streams that should be on the air. */
  listOn(): Promise<readonly StreamId[]>;
  /** Turns the stream on with a new session; no change when it is on already (`isNew` false). Publishes `stream.started`. */
  start(
    streamId: StreamId,
    by: { readonly sessionId: string; readonly userId: number },
    operation: OperationId,
  ): Promise<{ readonly isNew: boolean; readonly playback: Playback }>;
  /**
   * Turns it off; queue, current item and position are kept. Publishes `stream.ended` with the reason. null when it was off.
   */
  stop(
    streamId: StreamId,
    end: { readonly endReason: 'auto-end' | 'manual' | 'error'; readonly detail: string | null },
    operation: OperationId,
  ): Promise<Playback | null>;
  /**
   * Ends the current item (if any) and takes the head of the queue as current (null when empty); generation + 1.
   * `count` (default 1) > 1 leaves out that many less one from the head of the queue as well. Loop (settings): a finished item plays
   * again (track; it is not history yet), or goes to the tail (queue; skipped ones too). The ended item goes to the history with its
   * outcome and `reason`; one that repeats itself stands there once.
   * Exactly once: nothing happens unless `expectedGeneration` is the present generation. Publishes `queue.changed` when an item was taken.
   */
  advance(
    streamId: StreamId,
    step: {
      readonly expectedGeneration: number;
      readonly outcome: TrackOutcome;
      readonly fence: number | null;
      readonly reason?: string | null;
      readonly count?: number;
    },
    operation: OperationId,
  ): Promise<Advanced>;
  /**
   * The last item of the history that did not fail becomes current again (and leaves the history, and the queue when loop had put it
   * there); the current one returns to the front of the queue; `none`: there is no such item. Publishes `queue.changed`.
   */
  previous(
    streamId: StreamId,
    step: { readonly expectedGeneration: number },
    operation: OperationId,
  ): Promise<Advanced | { readonly type: 'none' }>;
  /** What was current, the latest first; the last 50 are kept. */
  history(streamId: StreamId, limit: number): Promise<readonly HistoryEntry[]>;
  /** Counts a person's vote to skip the item of that generation, once; `stale`: another one plays. */
  vote(
    streamId: StreamId,
    ballot: { readonly generation: number; readonly userId: number },
  ): Promise<{ readonly type: 'counted'; readonly userIds: readonly number[] } | { readonly type: 'stale' }>;
  setPaused(streamId: StreamId, isPaused: boolean, operation: OperationId): Promise<Playback>;
  /** Sets where the current item goes on (`positionMs` ≥ 0; the owner keeps it within the track); `seekSerial` + 1. */
  seek(
    streamId: StreamId,
    step: { readonly positionMs: number; readonly expectedGeneration: number },
    operation: OperationId,
  ): Promise<Sought>;
  /**
   * The owner's report, several times a second at most; ignored when `generation` is stale, or `seekSerial` (the one that the owner
   * has carried out): without it a report that crosses a seek would undo the seek.
   */
  reportPosition(
    streamId: StreamId,
    report: Fenced & { readonly generation: number; readonly positionMs: number; readonly seekSerial?: number },
  ): Promise<void>;
  /** What the player sees (call state and problem), for the surfaces. Publishes `stream.state` when it differs. */
  reportState(streamId: StreamId, report: Fenced & Extract<EventBody, { type: 'stream.state' }>['data']): Promise<void>;
  readState(streamId: StreamId): Promise<Extract<EventBody, { type: 'stream.state' }>['data']>;
}

/** What somebody knows of an emptiness before they act on it: if any of it is no longer so, nothing happens. */
export type Emptiness = Pick<Audience, 'sessionId' | 'emptySince' | 'keptAt'>;

/** Who listens, durable: auto-end counts from what stands here. Each write is one Lua script that refuses another session. */
export interface AudienceStore {
  /**
   * What a player saw; publishes `listeners.changed` when the number differs. The emptiness keeps its beginning over any number of
   * reports and restarts. Nothing happens when the stream is off or another session runs. `fence` null: of a player that does not own
   * the stream (only with `recountId`).
   * @throws AppError `lease-lost` for an older fence than the present one.
   */
  report(
    streamId: StreamId,
    report: Listeners & { readonly sessionId: string; readonly fence: number | null; readonly recountId?: string },
  ): Promise<void>;
  /** null: nothing is known of the present session's listeners yet, or the stream is off. */
  read(streamId: StreamId): Promise<Audience | null>;
  /**
   * Notes that the chat is to be warned of the end of this emptiness; false when that was noted before, or it is over.
   * @param expected as read.
   */
  markWarned(streamId: StreamId, expected: Emptiness): Promise<boolean>;
  /**
   * Lets the timeout count anew from now; null when somebody listens, or the session is over. Idempotent by operation.
   */
  keep(streamId: StreamId, sessionId: string, operation: OperationId): Promise<Audience | null>;
  /**
   * Ends the session with reason auto-end if the stream is as empty as `expected`; false: it is not, and nothing happens. Publishes
   * `stream.ended`. Idempotent by session.
   */
  endIfEmpty(streamId: StreamId, expected: Emptiness): Promise<boolean>;
}

/** What is due later for a stream. */
export type AlarmKind = 'auto-end' | 'auto-end-warning';

/** An alarm clock that survives every restart: BullMQ delayed jobs, one for each stream and kind. */
export interface Alarms {
  /** Rings at `dueAt` (Unix milliseconds); replaces the one that was set. A time that is past rings at once. */
  set(streamId: StreamId, kind: AlarmKind, dueAt: number): Promise<void>;
  clear(streamId: StreamId, kind: AlarmKind): Promise<void>;
  /**
   * Handles alarms that ring, each at least once, in one process at a time; one that throws rings again after a second. An alarm is only
   * a reason to look: whether something is due stands elsewhere. Resolves to a time to be rung again, or null.
   */
  serve(handle: (streamId: StreamId, kind: AlarmKind) => Promise<number | null>): { close(): Promise<void> };
}

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
  /** null when another owner holds it. */
  acquire(streamId: StreamId, ownerId: string, ttlMs: number): Promise<{ readonly fence: number } | null>;
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

/** Work for any player, answered: a BullMQ queue with `waitUntilFinished`. */
export interface ResolveJobs {
  /**
   * Finds and checks what a person asked for. `onFetched` hears how far a download has come that takes long; some of it may be missed.
   * @throws AppError `timeout` after `timeoutMs`; `redis-unavailable`.
   */
  request(job: ResolveRequest, timeoutMs: number, onFetched?: (progress: FetchProgress) => void): Promise<Resolution>;
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
