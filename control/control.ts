import type { Logger } from '../log.ts';
import type { HistoryEntry, StreamId, StreamSettings } from '../storage/model.ts';
import type { Records, SessionSummary } from '../storage/sql/records.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Administration } from './admin/administration.ts';
import { createAdministration } from './admin/create-administration.ts';
import { createAuditTrail } from './audit-trail.ts';
import type { AutoEndDefault } from './auto-end/auto-end.ts';
import { type KeepPlayingRequest, type KeepPlayingResult, keepPlaying } from './auto-end/keep-playing.ts';
import { type AutoEndState, readAutoEnd } from './auto-end/read-auto-end.ts';
import type { Request } from './dependencies.ts';
import { type EnqueueRequest, type EnqueueResult, enqueue } from './enqueue.ts';
import { type EnqueueManyRequest, type EnqueueManyResult, enqueueMany } from './enqueue-many.ts';
import { createPeople, type People } from './people.ts';
import { type PreviousRequest, type PreviousResult, previous } from './previous.ts';
import type { EditResult } from './queue/edit-result.ts';
import { type MoveRequest, move } from './queue/move.ts';
import { type RemoveOfRequest, type RemoveRequest, remove, removeOf } from './queue/remove.ts';
import { clear, shuffle } from './queue/reorder.ts';
import { type UndoRequest, type UndoResult, undo } from './queue/undo.ts';
import { type NowPlaying, type QueuePage, readNowPlaying, readQueue } from './read-queue.ts';
import { type ResumeResult, resume } from './resume.ts';
import { type SeekRequest, type SeekResult, seek } from './seek.ts';
import { type SetPausedRequest, type SetPausedResult, setPaused } from './set-paused.ts';
import {
  type ChangeSettingsRequest,
  type ChangeSettingsResult,
  changeSettings,
  type SetLoopRequest,
  type SetVolumeRequest,
  setLoop,
  setVolume,
} from './settings/change-settings.ts';
import { type SetPlaceholderRequest, type SetPlaceholderResult, setPlaceholder } from './settings/set-placeholder.ts';
import { type SkipRequest, type SkipResult, skip } from './skip.ts';
import { type StopResult, stop } from './stop.ts';
import { type VoteRequest, type VoteResult, vote } from './vote.ts';

/** Everything the surfaces may ask for; each is a use case in a file of its own. All throw AppError `redis-unavailable`. */
export interface Control {
  /** Checks what is asked for, then adds it and turns the stream on. */
  enqueue(request: EnqueueRequest): Promise<EnqueueResult>;
  enqueueMany(request: EnqueueManyRequest): Promise<EnqueueManyResult>;
  /** On to the next track. */
  skip(request: SkipRequest): Promise<SkipResult>;
  previous(request: PreviousRequest): Promise<PreviousResult>;
  vote(request: VoteRequest): Promise<VoteResult>;
  /** Off the air; everything is kept. */
  stop(request: Request): Promise<StopResult>;
  /** On the air again, where it stopped. */
  resume(request: Request): Promise<ResumeResult>;
  /** Silence, or on with it. */
  setPaused(request: SetPausedRequest): Promise<SetPausedResult>;
  seek(request: SeekRequest): Promise<SeekResult>;
  move(request: MoveRequest): Promise<EditResult>;
  remove(request: RemoveRequest): Promise<EditResult>;
  removeOf(request: RemoveOfRequest): Promise<EditResult>;
  clear(request: Request): Promise<EditResult>;
  shuffle(request: Request): Promise<EditResult>;
  undo(request: UndoRequest): Promise<UndoResult>;
  setLoop(request: SetLoopRequest): Promise<ChangeSettingsResult>;
  setVolume(request: SetVolumeRequest): Promise<ChangeSettingsResult>;
  changeSettings(request: ChangeSettingsRequest): Promise<ChangeSettingsResult>;
  /** What plays while the queue is empty. */
  setPlaceholder(request: SetPlaceholderRequest): Promise<SetPlaceholderResult>;
  readSettings(streamId: StreamId): Promise<StreamSettings>;
  /** Lets a stream that nobody listens to go on for one more timeout. */
  keepPlaying(request: KeepPlayingRequest): Promise<KeepPlayingResult>;
  readAutoEnd(streamId: StreamId): Promise<AutoEndState>;
  /** What was current, the latest first; at most 50. */
  readHistory(streamId: StreamId, limit: number): Promise<readonly HistoryEntry[]>;
  /** The latest sessions of a stream, newest first. @throws AppError `sql-unavailable`. */
  readSessions(streamId: StreamId, limit: number): Promise<readonly SessionSummary[]>;
  /**
   * A group became a supergroup, with another id: its stream goes on there with all that belongs to it. May be told several times: Telegram says
   * it in both chats, and to the assistant.
   */
  migrate(from: StreamId, to: StreamId): Promise<void>;
  /** What a stream does now. */
  readNowPlaying(streamId: StreamId): Promise<NowPlaying>;
  /** `page`: 0-based. `rowCount`: rows of a page; default 8. */
  readQueue(streamId: StreamId, page: number, rowCount?: number): Promise<QueuePage>;
  readonly people: People;
  /** What administrators do, whichever surface they do it from. */
  readonly admin: Administration;
}

/**
 * What the use cases are made with. `autoEnd`: AUTO_END_MINUTES, default 5. `now`: default Date.now. `resolveTimeoutMs`: default 150,000.
 */
export interface ControlOptions {
  readonly store: RealtimeStore;
  readonly records: Records;
  readonly ownerIds: readonly number[];
  readonly log: Logger;
  readonly autoEnd?: AutoEndDefault;
  readonly now?: () => number;
  readonly resolveTimeoutMs?: number;
}

/** Binds the use cases to their dependencies, which the caller opens and closes. */
export function createControl(options: ControlOptions): Control {
  const { store, records, ownerIds, log, autoEnd = 5, now = Date.now, resolveTimeoutMs } = options;
  const audit = createAuditTrail({ store, records, now, log });
  // One set for all: use cases differ in what they do, not in what they work with.
  const dependencies = { store, records, ownerIds, now, log, audit, resolveTimeoutMs };
  return {
    enqueue: (request) => enqueue(dependencies, request),
    enqueueMany: (request) => enqueueMany(dependencies, request),
    skip: (request) => skip(dependencies, request),
    previous: (request) => previous(dependencies, request),
    vote: (request) => vote(dependencies, request),
    stop: (request) => stop(dependencies, request),
    resume: (request) => resume(dependencies, request),
    setPaused: (request) => setPaused(dependencies, request),
    seek: (request) => seek(dependencies, request),
    move: (request) => move(dependencies, request),
    remove: (request) => remove(dependencies, request),
    removeOf: (request) => removeOf(dependencies, request),
    clear: (request) => clear(dependencies, request),
    shuffle: (request) => shuffle(dependencies, request),
    undo: (request) => undo(dependencies, request),
    setLoop: (request) => setLoop(dependencies, request),
    setVolume: (request) => setVolume(dependencies, request),
    changeSettings: (request) => changeSettings(dependencies, request),
    setPlaceholder: (request) => setPlaceholder(dependencies, request),
    readSettings: (streamId) => store.settings.read(streamId),
    keepPlaying: (request) => keepPlaying({ ...dependencies, installation: autoEnd }, request),
    readAutoEnd: (streamId) => readAutoEnd(store, streamId, autoEnd),
    readHistory: (streamId, limit) => store.playback.history(streamId, limit),
    readSessions: (streamId, limit) => records.sessions.recent(streamId, limit),
    migrate: (from, to) => store.migrate(from, to),
    readNowPlaying: (streamId) => readNowPlaying(dependencies, streamId),
    readQueue: (streamId, page, rowCount) => readQueue(dependencies, streamId, page, rowCount),
    people: createPeople({ records, ownerIds, now }),
    admin: createAdministration(dependencies),
  };
}
