import type {
  CallEngineKind,
  CallProblem,
  EndReason,
  PauseCause,
  QueueItem,
  StreamId,
  StreamSettings,
  StreamState,
  TrackOutcome,
} from './model.ts';

/** What happened, as every surface sees it. Interfaces, once published, are only ever extended. */
export type EventBody =
  | { readonly type: 'stream.started'; readonly data: { readonly sessionId: string; readonly startedBy: number } }
  | {
      readonly type: 'stream.ended';
      readonly data: { readonly sessionId: string; readonly endReason: EndReason; readonly detail: string | null };
    }
  | {
      readonly type: 'stream.state';
      /** `engine`: what carries the sound (absent in events of version 0.3 and earlier, and while there is no call). */
      readonly data: {
        readonly state: StreamState;
        readonly problem: CallProblem | null;
        readonly engine?: CallEngineKind;
      };
    }
  | {
      readonly type: 'track.started';
      readonly data: {
        readonly sessionId: string;
        readonly generation: number;
        readonly item: QueueItem;
        readonly isResumed: boolean;
      };
    }
  | {
      readonly type: 'track.ended';
      readonly data: {
        readonly sessionId: string;
        readonly generation: number;
        readonly item: QueueItem;
        readonly outcome: TrackOutcome;
        readonly playedMs: number;
      };
    }
  | {
      readonly type: 'track.failed';
      readonly data: {
        readonly sessionId: string;
        readonly generation: number;
        readonly item: QueueItem;
        readonly reason: string;
      };
    }
  | {
      readonly type: 'track.progress';
      /** `pausedFor`: null while it plays (absent in events of version 0.1). */
      readonly data: {
        readonly generation: number;
        readonly positionMs: number;
        readonly isPaused: boolean;
        readonly pausedFor?: PauseCause | null;
      };
    }
  | {
      readonly type: 'queue.changed';
      readonly data: {
        readonly version: number;
        readonly length: number;
        readonly change: 'add' | 'remove' | 'move' | 'take' | 'clear' | 'shuffle' | 'undo';
      };
    }
  /** A live source says what it plays now (ICY metadata). */
  | { readonly type: 'track.title'; readonly data: { readonly generation: number; readonly title: string } }
  /** Several items in a row failed: the placeholder plays until somebody adds or resumes. */
  | { readonly type: 'stream.stalled'; readonly data: { readonly failedInRow: number } }
  | {
      readonly type: 'settings.changed';
      readonly data: { readonly before: StreamSettings; readonly after: StreamSettings; readonly changedBy: number };
    }
  /** `sessionId`: of the session they listen to (absent in events of version 0.2 and earlier). */
  | { readonly type: 'listeners.changed'; readonly data: { readonly count: number; readonly sessionId?: string } }
  /** Nobody listens, and at `endsAt` (Unix milliseconds) the stream ends. Told once for each emptiness and each time it was kept. */
  | { readonly type: 'auto-end.warned'; readonly data: { readonly sessionId: string; readonly endsAt: number } }
  /** Somebody asked to go on although nobody listens; it ends at `endsAt` instead. */
  | {
      readonly type: 'auto-end.kept';
      readonly data: { readonly sessionId: string; readonly endsAt: number; readonly keptBy: number };
    }
  /** The group became a supergroup: the stream goes on under its new id. Published under the old one. */
  | { readonly type: 'stream.migrated'; readonly data: { readonly to: StreamId } }
  /**
   * An entry of the audit was written. Published under the stream it is about, or under {@link noStream}. `target` as `user:42`; before and
   * after stand in the entry.
   */
  | {
      readonly type: 'audit';
      readonly data: {
        readonly auditId: number;
        readonly adminId: number;
        readonly adminName: string;
        readonly action: string;
        readonly target: string;
        readonly origin: 'chat' | 'panel' | 'api' | 'system';
      };
    };

/** Under this id stand events that are about no stream: no chat has it. */
export const noStream: StreamId = 0;

/** An event in the stream of all events: `id` is its Redis Stream id (`1732300000000-0`), which orders all of them. */
export type EfirEvent = EventBody & { readonly id: string; readonly streamId: StreamId; readonly at: number };
