import type { Logger } from '../../log.ts';
import type { Listeners } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { CallRef } from '../assistant/group-calls.ts';
import type { CallUpdate, ParticipantsUpdate } from '../assistant/updates.ts';
import type { CallEvent } from './call-machine.ts';
import type { CallConnection } from './engine.ts';
import type { EnginePicker } from './engine-picker.ts';
import { ListenerWatch } from './listener-watch.ts';
import { type MediaLimits, type MediaLoss, type MediaWatch, watchMedia } from './media-watch.ts';
import { askMembership, type Membership } from './membership.ts';
import { createOwnVolume, type OwnVolume } from './own-volume.ts';

/** What one join brought, and whom to tell. */
export interface CallStayOptions {
  readonly assistant: Assistant;
  readonly call: CallRef;
  /** The ssrc we joined with. */
  readonly source: number;
  /** null: we may only watch. The stay closes it. */
  readonly connection: CallConnection | null;
  readonly engine: EnginePicker;
  readonly limits: Partial<MediaLimits>;
  readonly assistantIds: () => ReadonlySet<number>;
  /** What happens to the call. */
  readonly emit: (event: CallEvent) => void;
  readonly onListeners: (listeners: Listeners) => void;
  /** See {@link CallSession.setVolume}. */
  readonly volumePercent: number;
  readonly log: Logger;
}

/** Longest wait for Telegram when leaving, milliseconds. */
const leaveTimeoutMs = 1_500;

/**
 * One join, from the answer until it is left or replaced: its media connection, its participants, its place in Telegram's list.
 */
export class CallStay {
  readonly #options: CallStayOptions;
  readonly #stop = new AbortController();
  readonly #media: MediaWatch | null;
  readonly #listeners: ListenerWatch;
  readonly #volume: OwnVolume;
  #isVerifying = false;
  /** An administrator has our voice. */
  #isMuted: boolean;

  constructor(options: CallStayOptions) {
    const { assistant, assistantIds, call, connection, engine, limits, emit, onListeners, volumePercent, log } =
      options;
    this.#options = options;
    this.#isMuted = connection === null;
    const { signal } = this.#stop;
    this.#volume = createOwnVolume({
      send: (volume) => assistant.calls.setOwnVolume(call, volume, { signal }),
      percent: volumePercent,
      signal,
      log,
    });
    this.#listeners = new ListenerWatch({
      assistant,
      call,
      signal,
      assistantIds,
      onListeners,
      onOverview: (self) => {
        this.#onSelf(self);
        this.#volume.onOverview(self);
      },
      log,
    });
    this.#media =
      connection &&
      watchMedia({
        connection,
        limits,
        onUp: () => {
          emit({ type: 'media-up' });
          // What was said of our microphone before we were live had to be ignored.
          this.#listeners.refresh();
        },
        onDown: () => emit({ type: 'media-down' }),
        onLost: (reason) => this.#onMediaLost(reason, engine),
        onCheckDue: () => this.verify(),
      });
  }

  /** The call's id, to tell its updates. */
  get callId(): string {
    return this.#options.call.id;
  }

  /** Joined in stream mode, without a media connection. */
  get isWatchOnly(): boolean {
    return this.#options.connection === null;
  }

  /**
   * Asks Telegram whether we are still in; called periodically and whenever something says that we may not be.
   */
  verify(): void {
    const { assistant, call, source, log } = this.#options;
    if (this.isWatchOnly || this.#isVerifying || !assistant.isConnected) return;
    const { signal } = this.#stop;
    this.#isVerifying = true;
    askMembership(assistant, call, source, signal)
      .then((membership) => signal.aborted || this.#onMembership(membership))
      .catch((error: unknown) => {
        // Telegram being slow is no reason to leave a call that carries sound; the next check comes soon.
        if (!signal.aborted) log.debug({ err: error }, 'the check of the call failed');
      })
      .finally(() => {
        this.#isVerifying = false;
      });
  }

  /** See {@link ListenerWatch.recount}. */
  recount(): Promise<Listeners | null> {
    return this.#listeners.recount();
  }

  /** The line to Telegram was broken: updates may be missing. */
  catchUp(): void {
    this.#listeners.refresh();
    this.verify();
  }

  /** See {@link CallSession.setVolume}. */
  setVolume(percent: number): void {
    this.#volume.set(percent);
  }

  /** An `updateGroupCall` of this call. */
  onCall(update: CallUpdate): void {
    this.#listeners.onCall(update);
    if (update.state === 'discarded') this.#options.emit({ type: 'call-gone' });
  }

  /** An `updateGroupCallParticipants` of this call. */
  onParticipants(update: ParticipantsUpdate): void {
    this.#listeners.onParticipants(update);
    const { assistant, source } = this.#options;
    const self = update.participants.find((one) => one.isSelf || one.peerId === assistant.me.id);
    if (self === undefined) return;
    const isOurs = !self.hasLeft && self.source === source;
    // Late news of an earlier join look the same as being put out or displaced: Telegram is asked which it is.
    if (isOurs || this.isWatchOnly) this.#onSelf(self);
    else this.verify();
  }

  /** We may speak again, but have to say that we do. */
  unmute(): void {
    const { assistant, call, log } = this.#options;
    const { signal } = this.#stop;
    assistant.calls.unmuteSelf(call, { signal }).catch((error: unknown) => {
      if (!signal.aborted) log.warn({ err: error }, 'unmuting ourselves failed');
    });
  }

  /** Tells Telegram that we go; bounded in time, never throws. */
  async leave(): Promise<void> {
    const { assistant, call, source, log } = this.#options;
    try {
      await assistant.calls.leave(call, source, { signal: AbortSignal.timeout(leaveTimeoutMs) });
    } catch (error) {
      // Telegram notices by itself that we are gone, a little later.
      log.debug({ err: error }, 'leaving the call failed');
    }
  }

  /** Ends the media connection and all watching; never throws. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#media?.stop();
    try {
      await this.#options.connection?.close();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'closing the media connection failed');
    }
  }

  #onMediaLost(reason: MediaLoss, engine: EnginePicker): void {
    const { connection, emit, log } = this.#options;
    log.warn({ reason, engine: connection?.engine }, 'the media connection is lost');
    const neverWorked = reason === 'never-connected' || reason === 'never-answered';
    emit({ type: 'media-lost', reason, isEngineSuspect: neverWorked && engine.isSuspect });
  }

  #onMembership(membership: Membership): void {
    const { emit, engine } = this.#options;
    if (membership === 'joined') {
      if (this.#media?.hasAnswered === true) engine.prove();
    } else if (membership === 'not-joined' && this.#media?.hasBeenUp === false) {
      // Counted out before media ever flowed: our way of sending may be at fault.
      emit({ type: 'media-lost', reason: 'never-connected', isEngineSuspect: engine.isSuspect });
    } else {
      emit({ type: membership });
    }
  }

  /** What Telegram says of our own microphone. */
  #onSelf(self: { readonly isMuted: boolean; readonly canSelfUnmute: boolean }): void {
    const wasMuted = this.#isMuted;
    this.#isMuted = self.isMuted && !self.canSelfUnmute;
    if (this.#isMuted) this.#options.emit({ type: 'muted' });
    else if (wasMuted || self.isMuted) this.#options.emit({ type: 'may-speak' });
  }
}
