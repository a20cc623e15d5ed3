import type { Logger } from '../../log.ts';
import type { CallEngineKind, CallProblem, Listeners, StreamId, StreamState } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { CallEndDetail, RejoinCause } from './call-machine.ts';
import type { CallConnection } from './engine.ts';
import type { EngineChoice } from './engines/select-engines.ts';
import type { MediaLimits } from './media-watch.ts';

/** How a session stands, as the surfaces show it, with the engine in use. */
export interface CallStatus {
  readonly state: StreamState;
  readonly problem: CallProblem | null;
  readonly engine: CallEngineKind;
}

/** Who is told what. All are called from the event loop, never from within a method of the session. */
export interface CallListener {
  /** The state or the problem changed. */
  onStatus(status: CallStatus): void;
  /** The connection to send into; null while there is none. The session closes it. */
  onConnection(connection: CallConnection | null): void;
  /** The number of listeners changed. */
  onListeners(listeners: Listeners): void;
  /** The call was live, and has to be joined anew. */
  onRejoin(cause: RejoinCause): void;
  /** The session gave up; `detail` says why. It must still be closed. */
  onEnded(detail: CallEndDetail): void;
  /** The basic group became a supergroup. */
  onMigrated(to: StreamId): void;
}

/** What a session needs. */
export interface CallSessionOptions {
  readonly assistant: Assistant;
  readonly engines: EngineChoice;
  readonly streamId: StreamId;
  /** Of the sound: 2, unless AUDIO_CHANNELS says otherwise. */
  readonly channels: 1 | 2;
  readonly bitrateKbps: number;
  /** Accounts that are not listeners, whatever the participant list says. */
  readonly assistantIds: () => ReadonlySet<number>;
  readonly listener: CallListener;
  readonly log: Logger;
  readonly limits?: Partial<MediaLimits>;
}

/** One stream's stay in its chat's group call. Whoever opened it closes it. */
export interface CallSession {
  readonly status: CallStatus;
  /** As last seen, also while the call is being joined anew; null: they have not been read yet. */
  readonly listeners: Listeners | null;
  /**
   * Reads who listens now, in the call or not; null: the assistant cannot see it.
   * @throws AppError `flood-wait`, `telegram-unavailable`, `telegram-refused`, `timeout`, `aborted`
   */
  recount(): Promise<Listeners | null>;
  /** How loud we are to those who listen, 0–200 % (0 counts as before: Telegram has no such volume). Kept through every rejoin. */
  setVolume(percent: number): void;
  /** Tries again now, on a person's wish. */
  retry(): void;
  /** Leaves the call and closes the connection; bounded in time, never throws. */
  close(): Promise<void>;
}
