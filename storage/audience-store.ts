import type { Audience, Listeners, StreamId } from './model.ts';
import type { OperationId } from './queue-store.ts';

/** What somebody knows of an emptiness before they act on it: if any of it is no longer so, nothing happens. */
export type Emptiness = Pick<Audience, 'sessionId' | 'emptySince' | 'keptAt'>;

/** Who listens, durable: auto-end counts from what stands here. Each write is one Lua script that refuses another session. */
export interface AudienceStore {
  /**
   * What a player saw; publishes `listeners.changed` when the number differs. The emptiness keeps its beginning over any number of
   * reports and restarts. Nothing happens when the stream is off or another session runs. `fence` null: of a player that does not own
   * the stream (only with `recountId`). `emptyForMs`: nobody listens for so long, and somebody did before it whom no report told of (Redis was
   * away): the emptiness is a new one.
   * @throws AppError `lease-lost` for an older fence than the present one.
   */
  report(
    streamId: StreamId,
    report: Listeners & {
      readonly sessionId: string;
      readonly fence: number | null;
      readonly recountId?: string;
      readonly emptyForMs?: number;
    },
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
