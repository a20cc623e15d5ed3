import type {
  CallEngineKind,
  CallProblem,
  PauseCause,
  Person,
  QueueItem,
  StreamId,
  StreamState,
  TrackSource,
} from '../../storage/model.ts';

/** A queue item as surfaces outside of the chat show it: without its source, whose address may be a secret. */
export interface LiveTrack {
  readonly itemId: string;
  readonly trackId: string;
  readonly title: string;
  readonly performer: string | null;
  /** null: not known or endless. */
  readonly durationMs: number | null;
  readonly sourceType: TrackSource['type'];
  readonly addedBy: Person;
  /** Unix milliseconds. */
  readonly addedAt: number;
}

/** From `at` (Unix milliseconds) on so many listened. */
export interface ListenerPoint {
  readonly at: number;
  readonly count: number;
}

/** A stream that is on, with all that a card of it shows. Times are Unix milliseconds. */
export interface LiveStream {
  readonly streamId: StreamId;
  /** The chat's; empty while it is not known. */
  readonly title: string;
  readonly sessionId: string;
  readonly startedAt: number;
  readonly state: StreamState;
  readonly problem: CallProblem | null;
  /** null: there is no call yet. */
  readonly engine: CallEngineKind | null;
  /** Of `track`. */
  readonly generation: number;
  /** null: the placeholder plays. */
  readonly track: LiveTrack | null;
  /** What live sound says it plays now. */
  readonly liveTitle: string | null;
  /** The placeholder plays although there are tracks: several in a row failed. */
  readonly isStalled: boolean;
  /** null: it plays. */
  readonly pausedFor: PauseCause | null;
  /** Where the track was at a time: between reports it runs on, unless it is paused. */
  readonly position: { readonly positionMs: number; readonly at: number };
  readonly queue: {
    readonly version: number;
    readonly length: number;
    /** The first three. */
    readonly next: readonly LiveTrack[];
  };
  /** null: not known yet. */
  readonly listeners: number | null;
  /** Of the last ten minutes, oldest first, at most one for ten seconds. */
  readonly listenerHistory: readonly ListenerPoint[];
  /** In this session: items that were on the air and did not fail, and items that failed. */
  readonly tracksPlayed: number;
  readonly errorsCount: number;
}

/** SPEC.md's StreamMetrics. `uptime`: seconds since the session began. `listenersCount` null: not known yet. */
export interface StreamMetrics {
  readonly listenersCount: number | null;
  readonly uptime: number;
  readonly tracksPlayed: number;
  readonly errorsCount: number;
}

/** How many items of the queue a card shows. */
export const nextShown = 3;

/** An item as it is shown. */
export function toLiveTrack({ itemId, track, addedBy, addedAt }: QueueItem): LiveTrack {
  const { trackId, title, performer, durationMs, source } = track;
  return { itemId, trackId, title, performer, durationMs, sourceType: source.type, addedBy, addedAt };
}

/** The figures of a stream at a time. */
export function metricsOf({ listeners, startedAt, tracksPlayed, errorsCount }: LiveStream, at: number): StreamMetrics {
  const uptime = Math.max(0, Math.round((at - startedAt) / 1_000));
  return { listenersCount: listeners, uptime, tracksPlayed, errorsCount };
}
