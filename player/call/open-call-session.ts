import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Listeners } from '../../storage/model.ts';
import type { CallRef } from '../assistant/group-calls.ts';
import type { FoundChat } from '../assistant/known-chats.ts';
import type { AssistantUpdate } from '../assistant/updates.ts';
import { backoffMs } from './backoff.ts';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  initialCallState,
  rejoinCauseOf,
  stepCall,
  streamStateOf,
} from './call-machine.ts';
import type { CallSession, CallSessionOptions, CallStatus } from './call-session.ts';
import { CallStay } from './call-stay.ts';
import { type ChatLook, createChatLook } from './chat-look.ts';
import type { CallConnection } from './engine.ts';
import { createEnginePicker, type EnginePicker } from './engine-picker.ts';
import { type JoinOutcome, joinChatCall } from './join-chat-call.ts';
import { readAudience } from './read-audience.ts';

/**
 * Joins the chat's call (starting one when there is none) and stays in it until closed, whatever happens.
 */
export function openCallSession(options: CallSessionOptions): CallSession {
  return new AssistantCallSession(options);
}

/** Carries out what the call machine (call-machine.ts) says, and feeds it with what happens. */
class AssistantCallSession implements CallSession {
  readonly #options: CallSessionOptions;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  readonly #chatLook: ChatLook;
  readonly #engine: EnginePicker;
  readonly #unsubscribe: () => void;
  #state: CallState = initialCallState;
  /** The join that stands; null while there is none. */
  #stay: CallStay | null = null;
  /** The join that is under way. */
  #joining: AbortController | null = null;
  /** The join that will be tried later. */
  #planned: NodeJS.Timeout | undefined;
  #listeners: Listeners | null = null;
  #volumePercent = 100;

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#log = options.log.child({ streamId: options.streamId });
    this.#engine = createEnginePicker(options.engines);
    this.#chatLook = createChatLook({
      assistant: options.assistant,
      streamId: options.streamId,
      onFound: (found) => this.#onChatFound(found),
      onError: (error) => this.#log.debug({ err: error }, 'the chat could not be looked at'),
    });
    this.#unsubscribe = options.assistant.onUpdate((update) => this.#onUpdate(update));
    this.#planJoin(0);
  }

  get status(): CallStatus {
    return { ...streamStateOf(this.#state), engine: this.#engine.current.kind };
  }

  get listeners(): Listeners | null {
    return this.#listeners;
  }

  recount(): Promise<Listeners | null> {
    if (this.#stay !== null) return this.#stay.recount();
    const { assistant, streamId, assistantIds } = this.#options;
    return readAudience({ assistant, streamId, assistantIds: assistantIds(), signal: this.#closing.signal });
  }

  setVolume(percent: number): void {
    this.#volumePercent = percent;
    this.#stay?.setVolume(percent);
  }

  retry(): void {
    this.#take({ type: 'retry', isAsked: true });
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closing.abort();
    this.#chatLook.stop();
    clearTimeout(this.#planned);
    this.#joining?.abort();
    const stay = this.#stay;
    this.#stay = null;
    await Promise.all([stay?.leave(), stay?.close()]);
  }

  /** The only way the state changes. */
  #take(event: CallEvent): void {
    if (this.#closing.signal.aborted) return;
    const before = this.#state;
    const { state, effects } = stepCall(before, event);
    this.#state = state;
    const cause = rejoinCauseOf(before, event, state);
    if (cause !== null) queueMicrotask(() => this.#options.listener.onRejoin(cause));
    if (state.phase !== before.phase || state.problem !== before.problem) {
      this.#log.info({ phase: state.phase, problem: state.problem, event: event.type }, 'call');
      const { listener } = this.#options;
      const { endDetail } = state;
      queueMicrotask(() => {
        listener.onStatus(this.status);
        if (endDetail !== null) listener.onEnded(endDetail);
      });
    }
    for (const effect of effects) this.#run(effect);
  }

  /** Does one thing that the machine asked for. */
  #run(effect: CallEffect): void {
    switch (effect.type) {
      case 'drop':
        this.#drop();
        return;
      case 'join-now':
        if (this.#joining === null && this.#stay?.isWatchOnly !== false) this.#planJoin(0);
        return;
      case 'join':
        this.#planJoin(Math.max(effect.notBeforeMs, backoffMs(effect.attempt)));
        return;
      case 'unmute':
        this.#stay?.unmute();
        return;
      case 'switch-engine': {
        const engine = this.#engine.switchOver();
        if (engine !== null) this.#log.warn({ engine: engine.kind }, 'the other call engine is tried');
        return;
      }
    }
  }

  #planJoin(delayMs: number): void {
    clearTimeout(this.#planned);
    this.#planned = setTimeout(() => {
      this.#join().catch((error: unknown) => this.#log.error({ err: error }, 'joining failed unexpectedly'));
    }, delayMs);
  }

  /**
   * Forgets the present join, planned, under way or done. The call is not left: the next join replaces this one.
   */
  #drop(): void {
    clearTimeout(this.#planned);
    this.#joining?.abort();
    this.#joining = null;
    const stay = this.#stay;
    this.#stay = null;
    if (stay === null) return;
    this.#options.listener.onConnection(null);
    void stay.close();
  }

  async #join(): Promise<void> {
    this.#drop();
    const { assistant, streamId, channels, bitrateKbps } = this.#options;
    const joining = new AbortController();
    this.#joining = joining;
    const signal = AbortSignal.any([this.#closing.signal, joining.signal]);
    try {
      const { mayCreate } = this.#state;
      const engine = this.#engine.current;
      const outcome = await joinChatCall({ assistant, engine, streamId, mayCreate, channels, bitrateKbps, signal });
      if (signal.aborted) {
        if (outcome.type === 'joined') await outcome.connection.close();
        return;
      }
      this.#joining = null;
      this.#onOutcome(outcome);
    } catch (error) {
      if (signal.aborted) return;
      this.#joining = null;
      this.#onJoinFailed(toAppError(error, 'call-unavailable'));
    }
  }

  /** What a join came to, as an event. */
  #onOutcome(outcome: JoinOutcome): void {
    switch (outcome.type) {
      case 'joined':
        this.#options.listener.onConnection(outcome.connection);
        this.#beginStay(outcome.call, outcome.connection.ssrc, outcome.connection);
        return;
      case 'watch-only':
        this.#take({ type: 'watch-only' });
        // Its participants' updates tell when we may speak.
        this.#beginStay(outcome.call, outcome.source, null);
        return;
      case 'migrated':
        this.#options.listener.onMigrated(outcome.to);
        this.#take({ type: 'refused', problem: 'assistant-missing' });
        return;
      case 'refused':
      case 'no-call':
        this.#take(outcome);
        return;
    }
  }

  #beginStay(call: CallRef, source: number, connection: CallConnection | null): void {
    const { assistant, assistantIds, limits = {} } = this.#options;
    const stay: CallStay = new CallStay({
      assistant,
      assistantIds,
      call,
      source,
      connection,
      engine: this.#engine,
      limits,
      log: this.#log,
      volumePercent: this.#volumePercent,
      onListeners: (listeners) => {
        this.#listeners = listeners;
        this.#options.listener.onListeners(listeners);
      },
      emit: (event) => {
        // News of a join that was replaced are old.
        if (this.#stay === stay) this.#take(event);
      },
    });
    this.#stay = stay;
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

  /** Telegram's updates, as far as they are about this chat and call. */
  #onUpdate(update: AssistantUpdate): void {
    switch (update.type) {
      case 'call':
        if (update.callId === this.#stay?.callId) this.#stay.onCall(update);
        else if (update.streamId === this.#options.streamId && update.state === 'active')
          this.#take({ type: 'retry', isAsked: false });
        return;
      case 'participants':
        if (update.callId === this.#stay?.callId) this.#stay.onParticipants(update);
        return;
      case 'chat':
        if (update.streamId === this.#options.streamId) this.#chatLook.request();
        return;
      case 'connection':
        if (!update.isConnected) return;
        this.#stay?.catchUp();
        this.#take({ type: 'retry', isAsked: false });
        return;
    }
  }

  #onChatFound(found: FoundChat): void {
    switch (found.type) {
      case 'found':
        this.#take({ type: 'retry', isAsked: false });
        return;
      case 'migrated':
        this.#options.listener.onMigrated(found.to);
        return;
      case 'banned':
        this.#take({ type: 'refused', problem: 'assistant-banned' });
        return;
      case 'missing':
        this.#take({ type: 'refused', problem: 'assistant-missing' });
        return;
    }
  }
}
