import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { CallProblem, StreamId, StreamState } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { CallRef } from '../assistant/group-calls.ts';
import type { AssistantUpdate, ParticipantsUpdate } from '../assistant/updates.ts';
import { backoffMs } from './backoff.ts';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  initialCallState,
  stepCall,
  streamStateOf,
} from './call-machine.ts';
import type { CallConnection } from './engine.ts';
import type { EngineChoice } from './engines/select-engines.ts';
import { joinChatCall } from './join-chat-call.ts';
import { ListenerWatch } from './listener-watch.ts';
import { type MediaLimits, type MediaWatch, watchMedia } from './media-watch.ts';

/** How a session stands, as the surfaces show it, with the engine in use. */
export interface CallStatus {
  readonly state: StreamState;
  readonly problem: CallProblem | null;
  readonly engine: 'native' | 'tgcalls';
}

/** Who is told what. All are called from the event loop, never from within a method of the session. */
export interface CallListener {
  onStatus(status: CallStatus): void;
  /** The connection to send into; null while there is none. The session closes it. */
  onConnection(connection: CallConnection | null): void;
  onListeners(count: number): void;
  /** The session gave up; `detail` says why. It must still be closed. */
  onEnded(detail: 'call-closed' | 'connection-lost'): void;
  /** The basic group became a supergroup. */
  onMigrated(to: StreamId): void;
}

/** What a session needs. */
export interface CallSessionOptions {
  readonly assistant: Assistant;
  readonly engines: EngineChoice;
  readonly streamId: StreamId;
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
  readonly listeners: number;
  /** Tries again now, on a person's wish. */
  retry(): void;
  /** Leaves the call and closes the connection; bounded in time, never throws. */
  close(): Promise<void>;
}

/** Longest wait for Telegram when leaving, milliseconds. */
const leaveTimeoutMs = 1_500;
/** A chat that changes often (names, photos) is looked at this often at most, milliseconds. */
const chatLookEveryMs = 1_000;

/** Joins the chat's call (starting one when there is none) and stays in it until closed, whatever happens. */
export function openCallSession(options: CallSessionOptions): CallSession {
  return new AssistantCallSession(options);
}

/** In the call, joined by us: what belongs to one join. */
interface Joined {
  readonly call: CallRef;
  /** The ssrc we joined with. */
  readonly source: number;
  /** null: we only watch. */
  readonly connection: CallConnection | null;
  readonly media: MediaWatch | null;
  readonly stop: AbortController;
}

class AssistantCallSession implements CallSession {
  readonly #options: CallSessionOptions;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  readonly #watch: ListenerWatch;
  readonly #unsubscribe: () => void;
  #state: CallState = initialCallState;
  #engineIndex = 0;
  /** The engine in use carried sound in this session: what fails later is not its fault. */
  #isEngineProven = false;
  #joined: Joined | null = null;
  #joining: AbortController | null = null;
  #planned: NodeJS.Timeout | undefined;
  #chatLook: NodeJS.Timeout | undefined;
  #chatLookAt = Number.NEGATIVE_INFINITY;
  #isVerifying = false;

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#log = options.log.child({ streamId: options.streamId });
    this.#watch = new ListenerWatch({
      assistant: options.assistant,
      assistantIds: options.assistantIds,
      onCount: (count) => options.listener.onListeners(count),
      onOverview: (self) => this.#onSelf(self),
      log: this.#log,
    });
    this.#unsubscribe = options.assistant.onUpdate((update) => this.#onUpdate(update));
    this.#planJoin(0);
  }

  get status(): CallStatus {
    return { ...streamStateOf(this.#state), engine: this.#engine.kind };
  }

  get listeners(): number {
    return this.#watch.count;
  }

  retry(): void {
    this.#take({ type: 'retry', isAsked: true });
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closing.abort();
    clearTimeout(this.#planned);
    clearTimeout(this.#chatLook);
    this.#joining?.abort();
    this.#watch.stop();
    const joined = this.#joined;
    this.#joined = null;
    if (joined === null) return;
    await Promise.all([this.#leave(joined), this.#disconnect(joined)]);
  }

  get #engine() {
    const { first, fallback } = this.#options.engines;
    return this.#engineIndex === 0 || fallback === null ? first : fallback;
  }

  /** The only way the state changes. */
  #take(event: CallEvent): void {
    if (this.#closing.signal.aborted) return;
    const before = this.#state;
    const { state, effects } = stepCall(before, event);
    this.#state = state;
    if (state.phase !== before.phase || state.problem !== before.problem) {
      this.#log.info({ phase: state.phase, problem: state.problem, event: event.type }, 'call');
      const { listener } = this.#options;
      queueMicrotask(() => listener.onStatus(this.status));
      if (state.endDetail !== null) {
        const detail = state.endDetail;
        queueMicrotask(() => listener.onEnded(detail));
      }
    }
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: CallEffect): void {
    switch (effect.type) {
      case 'drop':
        this.#drop();
        return;
      case 'join-now':
        if (this.#joining === null && this.#joined?.connection == null) this.#planJoin(0);
        return;
      case 'join':
        this.#planJoin(Math.max(effect.notBeforeMs, backoffMs(effect.attempt)));
        return;
      case 'unmute':
        this.#unmute();
        return;
      case 'switch-engine':
        if (this.#options.engines.fallback === null) return;
        this.#engineIndex = 1 - this.#engineIndex;
        this.#isEngineProven = false;
        this.#log.warn({ engine: this.#engine.kind }, 'the other call engine is tried');
        return;
    }
  }

  #planJoin(delayMs: number): void {
    clearTimeout(this.#planned);
    this.#planned = setTimeout(() => {
      this.#join().catch((error: unknown) => this.#log.error({ err: error }, 'joining failed unexpectedly'));
    }, delayMs);
  }

  /** Forgets the present join, planned or done. The call is not left: the next join replaces this one. */
  #drop(): void {
    clearTimeout(this.#planned);
    this.#joining?.abort();
    this.#joining = null;
    const joined = this.#joined;
    this.#joined = null;
    if (joined === null) return;
    this.#watch.stop();
    this.#options.listener.onConnection(null);
    void this.#disconnect(joined);
  }

  async #join(): Promise<void> {
    this.#drop();
    const { assistant, streamId, channels, bitrateKbps, listener } = this.#options;
    const joining = new AbortController();
    this.#joining = joining;
    const signal = AbortSignal.any([this.#closing.signal, joining.signal]);
    try {
      const { mayCreate } = this.#state;
      const engine = this.#engine;
      const outcome = await joinChatCall({ assistant, engine, streamId, mayCreate, channels, bitrateKbps, signal });
      if (signal.aborted) {
        if (outcome.type === 'joined') await outcome.connection.close();
        return;
      }
      this.#joining = null;
      switch (outcome.type) {
        case 'joined':
          this.#onJoined(outcome.call, outcome.connection);
          return;
        case 'watch-only':
          this.#take({ type: 'watch-only' });
          // Participants' updates tell when we may speak.
          this.#joined = {
            call: outcome.call,
            source: outcome.source,
            connection: null,
            media: null,
            stop: new AbortController(),
          };
          return;
        case 'migrated':
          listener.onMigrated(outcome.to);
          this.#take({ type: 'refused', problem: 'assistant-missing' });
          return;
        case 'refused':
          this.#take(outcome);
          return;
        case 'no-call':
          this.#take({ type: 'no-call' });
          return;
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#joining = null;
      this.#onJoinFailed(toAppError(error, 'call-unavailable'));
    }
  }

  #onJoinFailed(error: AppError): void {
    this.#log.warn({ err: error }, 'joining the call failed');
    const isAway = error.code === 'telegram-unavailable' || !this.#options.assistant.isConnected;
    this.#take({
      type: 'failed',
      problem: isAway ? 'telegram-away' : 'connection-lost',
      retryAfterMs: error.retryAfterMs ?? 0,
    });
  }

  #onJoined(call: CallRef, connection: CallConnection): void {
    const stop = new AbortController();
    const media = watchMedia({
      connection,
      ...(this.#options.limits === undefined ? {} : { limits: this.#options.limits }),
      onUp: () => {
        this.#take({ type: 'media-up' });
        // What was said of our microphone before we were live had to be ignored.
        this.#watch.refresh();
      },
      onDown: () => this.#take({ type: 'media-down' }),
      onLost: (reason) => {
        this.#log.warn({ reason, engine: connection.engine }, 'the call’s media connection is lost');
        this.#take({
          type: 'media-lost',
          isEngineSuspect: reason === 'never-connected' || reason === 'never-answered',
        });
      },
      onCheckDue: () => this.#verify(),
    });
    this.#joined = { call, source: connection.ssrc, connection, media, stop };
    this.#options.listener.onConnection(connection);
    this.#watch.start(call, stop.signal);
  }

  /** Asks Telegram whether we are still in; called periodically and whenever something says that we may not be. */
  #verify(): void {
    const joined = this.#joined;
    if (joined?.connection == null || this.#isVerifying || !this.#options.assistant.isConnected) return;
    this.#isVerifying = true;
    this.#askWhetherJoined(joined)
      .catch((error: unknown) => {
        // Telegram being slow is no reason to leave a call that carries sound; the next check comes soon.
        if (!joined.stop.signal.aborted) this.#log.debug({ err: error }, 'the check of the call failed');
      })
      .finally(() => {
        this.#isVerifying = false;
      });
  }

  async #askWhetherJoined({ call, source, stop, media }: Joined): Promise<void> {
    const { assistant } = this.#options;
    const options = { signal: stop.signal };
    const check = await assistant.calls.check(call, source, options);
    if (stop.signal.aborted) return;
    if (check === 'joined') {
      this.#isEngineProven ||= media?.hasAnswered === true;
      return;
    }
    if (check === 'gone') {
      this.#take({ type: 'call-gone' });
      return;
    }
    const list = await assistant.listParticipants(call, options);
    if (stop.signal.aborted) return;
    const self = list?.participants.find((one) => one.isSelf);
    if (self !== undefined && self.source !== source) this.#take({ type: 'displaced' });
    // Counted out before media ever flowed: our way of sending may be at fault.
    else if (media !== null && !media.hasBeenUp)
      this.#take({ type: 'media-lost', isEngineSuspect: !this.#isEngineProven });
    else this.#take({ type: 'not-joined' });
  }

  #onUpdate(update: AssistantUpdate): void {
    switch (update.type) {
      case 'call':
        this.#watch.onCall(update);
        if (update.callId === this.#joined?.call.id) {
          if (update.state === 'discarded') this.#take({ type: 'call-gone' });
        } else if (update.streamId === this.#options.streamId && update.state === 'active') {
          this.#take({ type: 'retry', isAsked: false });
        }
        return;
      case 'participants':
        if (update.callId === this.#joined?.call.id) this.#onParticipants(update);
        return;
      case 'chat':
        if (update.streamId === this.#options.streamId) this.#lookAtChat();
        return;
      case 'connection':
        if (!update.isConnected) return;
        this.#watch.refresh();
        this.#verify();
        this.#take({ type: 'retry', isAsked: false });
        return;
    }
  }

  #onParticipants(update: ParticipantsUpdate): void {
    this.#watch.onParticipants(update);
    const self = update.participants.find((one) => one.isSelf || one.peerId === this.#options.assistant.me.id);
    if (self === undefined) return;
    const isOurs = !self.hasLeft && self.source === this.#joined?.source;
    // Late news of an earlier join look the same as being put out or displaced: Telegram is asked which it is.
    if (isOurs || this.#joined?.connection == null) this.#onSelf(self);
    else this.#verify();
  }

  #onSelf(self: { readonly isMuted: boolean; readonly canSelfUnmute: boolean }): void {
    if (self.isMuted && !self.canSelfUnmute) this.#take({ type: 'muted' });
    else if (self.isMuted || this.#state.phase === 'muted') this.#take({ type: 'may-speak' });
  }

  #unmute(): void {
    const joined = this.#joined;
    if (joined === null) return;
    this.#options.assistant.calls.unmuteSelf(joined.call, { signal: joined.stop.signal }).catch((error: unknown) => {
      if (!joined.stop.signal.aborted) this.#log.warn({ err: error }, 'unmuting ourselves failed');
    });
  }

  /** Our membership or rights may have changed. Looked at now, or when the last look is long enough ago. */
  #lookAtChat(): void {
    if (this.#chatLook !== undefined) return;
    const delayMs = Math.max(0, this.#chatLookAt + chatLookEveryMs - performance.now());
    this.#chatLook = setTimeout(() => {
      this.#chatLook = undefined;
      this.#chatLookAt = performance.now();
      this.#findChat().catch((error: unknown) => {
        if (!this.#closing.signal.aborted) this.#log.debug({ err: error }, 'the chat could not be looked at');
      });
    }, delayMs);
  }

  async #findChat(): Promise<void> {
    const { assistant, streamId, listener } = this.#options;
    const found = await assistant.findChat(streamId, { signal: this.#closing.signal });
    switch (found.type) {
      case 'found':
        this.#take({ type: 'retry', isAsked: false });
        return;
      case 'migrated':
        listener.onMigrated(found.to);
        return;
      case 'banned':
        this.#take({ type: 'refused', problem: 'assistant-banned' });
        return;
      case 'missing':
        this.#take({ type: 'refused', problem: 'assistant-missing' });
        return;
    }
  }

  async #leave({ call, source }: Joined): Promise<void> {
    try {
      const signal = AbortSignal.timeout(leaveTimeoutMs);
      await this.#options.assistant.calls.leave(call, source, { signal });
    } catch (error) {
      // Telegram notices by itself that we are gone, a little later.
      this.#log.debug({ err: error }, 'leaving the call failed');
    }
  }

  async #disconnect({ connection, media, stop }: Joined): Promise<void> {
    stop.abort();
    media?.stop();
    try {
      await connection?.close();
    } catch (error) {
      this.#log.warn({ err: error }, 'closing the media connection failed');
    }
  }
}
