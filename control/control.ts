import type { Logger } from '../log.ts';
import type { StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Request } from './dependencies.ts';
import { type EnqueueRequest, type EnqueueResult, enqueue } from './enqueue.ts';
import { createPeople, type People, type PeopleRecords } from './people.ts';
import { type NowPlaying, type QueuePage, readNowPlaying, readQueue } from './read-queue.ts';
import { type ResumeResult, resume } from './resume.ts';
import { type SetPausedRequest, type SetPausedResult, setPaused } from './set-paused.ts';
import { type SkipRequest, type SkipResult, skip } from './skip.ts';
import { type StopResult, stop } from './stop.ts';

/** Everything the surfaces may ask for; each is a use case in a file of its own. */
export interface Control {
  /** Checks what is asked for, then adds it and turns the stream on. */
  enqueue(request: EnqueueRequest): Promise<EnqueueResult>;
  /** On to the next track. */
  skip(request: SkipRequest): Promise<SkipResult>;
  /** Off the air; everything is kept. */
  stop(request: Request): Promise<StopResult>;
  /** On the air again, where it stopped. */
  resume(request: Request): Promise<ResumeResult>;
  /** Silence, or on with it. */
  setPaused(request: SetPausedRequest): Promise<SetPausedResult>;
  /** What a stream does now. */
  readNowPlaying(streamId: StreamId): Promise<NowPlaying>;
  /** `page`: 0-based. */
  readQueue(streamId: StreamId, page: number): Promise<QueuePage>;
  readonly people: People;
}

/** What the use cases are made with. `now`: default Date.now. `resolveTimeoutMs`: default 30,000. */
export interface ControlOptions {
  readonly store: RealtimeStore;
  readonly records: PeopleRecords;
  readonly ownerIds: readonly number[];
  readonly log: Logger;
  readonly now?: () => number;
  readonly resolveTimeoutMs?: number;
}

/** Binds the use cases to their dependencies, which the caller opens and closes. */
export function createControl(options: ControlOptions): Control {
  const { store, records, ownerIds, log, now = Date.now, resolveTimeoutMs } = options;
  // One set for all: use cases differ in what they do, not in what they work with.
  const dependencies = { store, now, log };
  return {
    enqueue: (request) => enqueue({ ...dependencies, resolveTimeoutMs }, request),
    skip: (request) => skip(dependencies, request),
    stop: (request) => stop(dependencies, request),
    resume: (request) => resume(dependencies, request),
    setPaused: (request) => setPaused(dependencies, request),
    readNowPlaying: (streamId) => readNowPlaying(dependencies, streamId),
    readQueue: (streamId, page) => readQueue(dependencies, streamId, page),
    people: createPeople({ records, ownerIds, now }),
  };
}
