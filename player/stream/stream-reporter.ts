import type { AppError } from '../../errors.ts';
import type { EventBody } from '../../storage/events.ts';
import type { PauseCause, QueueItem, StreamId, TrackOutcome } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { type PlayerObserver, unobserved } from '../observer.ts';
import { reasonOf } from './may-pass.ts';

/** A track as events name it. */
export interface Announced {
  readonly sessionId: string;
  readonly generation: number;
  readonly item: QueueItem;
}

/** Where the current track is. */
interface PositionReport {
  readonly fence: number;
  readonly generation: number;
  /** The seek that was carried out last. */
  readonly seekSerial: number;
  readonly positionMs: number;
  readonly pausedFor: PauseCause | null;
}

/**
 * What a player tells of one stream, each thing once. Every method throws AppError `redis-unavailable`, `lease-lost`.
 */
export interface StreamReporter {
  /** `isResumed`: it goes on where it was stopped before. */
  trackStarted(track: Announced, isResumed: boolean): Promise<void>;
  trackEnded(track: Announced, outcome: TrackOutcome, playedMs: number): Promise<void>;
  /** `reason` in the event: see {@link reasonOf}. */
  trackFailed(track: Announced, error: AppError): Promise<void>;
  /** What live sound says it plays now. */
  trackTitle(generation: number, title: string): Promise<void>;
  /** The placeholder plays although there are tracks. */
  stalled(failedInRow: number): Promise<void>;
  /** Writes the position, and tells it to the surfaces once a second. */
  position(report: PositionReport): Promise<void>;
  state(fence: number, status: Extract<EventBody, { type: 'stream.state' }>['data']): Promise<void>;
}

/** Positions are events once a second; in between only Redis knows. */
const progressEveryMs = 950;

/** Creates the reporter of one stream. */
export function createStreamReporter(
  store: RealtimeStore,
  streamId: StreamId,
  observer: Pick<PlayerObserver, 'trackEnded'> = unobserved,
): StreamReporter {
  let stateTold = '';
  let positionTold = '';
  let progressTold = '';
  let progressAt = Number.NEGATIVE_INFINITY;

  return {
    trackStarted: async ({ sessionId, generation, item }, isResumed) => {
      await store.events.publish(streamId, {
        type: 'track.started',
        data: { sessionId, generation, item, isResumed },
      });
    },
    trackEnded: async ({ sessionId, generation, item }, outcome, playedMs) => {
      await store.events.publish(streamId, {
        type: 'track.ended',
        data: { sessionId, generation, item, outcome, playedMs: Math.round(playedMs) },
      });
      observer.trackEnded(outcome);
    },
    trackFailed: async ({ sessionId, generation, item }, error) => {
      await store.events.publish(streamId, {
        type: 'track.failed',
        data: { sessionId, generation, item, reason: reasonOf(error) },
      });
    },
    trackTitle: async (generation, title) => {
      await store.events.publish(streamId, { type: 'track.title', data: { generation, title } });
    },
    stalled: async (failedInRow) => {
      await store.events.publish(streamId, { type: 'stream.stalled', data: { failedInRow } });
    },
    position: async ({ fence, generation, seekSerial, positionMs, pausedFor }) => {
      const position = `${generation}.${seekSerial}.${positionMs}`;
      if (position !== positionTold) {
        await store.playback.reportPosition(streamId, { fence, generation, seekSerial, positionMs });
        positionTold = position;
      }
      const progress = `${position}.${pausedFor}`;
      if (progress === progressTold || performance.now() - progressAt < progressEveryMs) return;
      progressAt = performance.now();
      progressTold = progress;
      const data = { generation, positionMs, isPaused: pausedFor !== null, pausedFor };
      await store.events.publish(streamId, { type: 'track.progress', data });
    },
    state: async (fence, { state, problem, engine }) => {
      const told = `${fence}.${state}.${problem}.${engine}`;
      if (told === stateTold) return;
      await store.playback.reportState(streamId, { fence, state, problem, ...(engine && { engine }) });
      stateTold = told;
    },
  };
}
