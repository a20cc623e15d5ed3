import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { PauseCause, Playback, QueueItem, StreamId, StreamSettings } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import type { RejoinCause } from '../call/call-machine.ts';
import type { CallListener, CallSession } from '../call/call-session.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import type { PlayerObserver } from '../observer.ts';
import type { StreamFigures } from '../player-stats.ts';
import type { PlayoutClock } from '../playout/clock.ts';
import { createWaker } from '../waker.ts';
import { type AudienceReporter, createAudienceReporter } from './audience-reporter.ts';
import { findPause } from './find-pause.ts';
import { Lineup } from './lineup.ts';
import { createPlaceholderChoice } from './placeholder-choice.ts';
import { createSounds, type OpenLive, type TrackFiles } from './sounds.ts';
import { createStreamReporter, type StreamReporter } from './stream-reporter.ts';
import { createTransitions, type Transitions } from './transitions.ts';
import { listUpcoming } from './upcoming.ts';

/** What a stream's player needs. `placeholder`: the installation's. */
export interface StreamPlayerOptions {
  readonly streamId: StreamId;
  readonly store: RealtimeStore;
  readonly clock: PlayoutClock;
  readonly files: TrackFiles;
  readonly openLive: OpenLive;
  readonly placeholder: AudioFile;
  readonly observer: PlayerObserver;
  readonly log: Logger;
  /** The lease's number; see {@link StreamPlayer.setFence}. */
  readonly fence: number;
  /** The call was live, and has to be joined anew. */
  readonly onRejoin: (cause: RejoinCause) => void;
  readonly openCall: (listener: CallListener) => CallSession;
  /**
   * The stream is off, or may be another player's by now: its owner has to look. May be told again and again.
   */
  readonly onDone: (reason: 'off' | 'lease-lost') => void;
}

/** How often Redis is looked at without being told, and positions are written, milliseconds. */
const lookMs = 1_000;
const reportMs = 500;
/** So many items of the queue are looked at: those to prepare, behind some that may turn out to be broken. */
const aheadItems = 8;

/**
 * Makes true what Redis says about one stream: reads it when woken, every second, and when a track ends, and brings call, sound and reports in line.
 * One thing at a time: everything runs in one loop. Its owner closes it.
 */
export class StreamPlayer {
  readonly #options: StreamPlayerOptions;
  readonly #log: Logger;
  readonly #lineup: Lineup;
  readonly #call: CallSession;
  readonly #report: StreamReporter;
  readonly #transitions: Transitions;
  readonly #audience: AudienceReporter;
  readonly #waker = createWaker();
  readonly #closing = new AbortController();
  readonly #loop: Promise<void>;
  #fence: number;
  /** Of the session that is on. */
  #sessionId: string | null = null;
  #pausedFor: PauseCause | null = null;
  #hasMoved = false;
  /** Why the call cannot be had at all; null: it can, or may. */
  #gaveUpFor: string | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isWoken = true;

  constructor(options: StreamPlayerOptions) {
    const { store, streamId, clock, files, openLive, observer } = options;
    const log = options.log.child({ streamId });
    this.#options = options;
    this.#log = log;
    this.#fence = options.fence;
    const fence = () => this.#fence;
    const report = createStreamReporter(store, streamId, observer);
    this.#report = report;
    this.#audience = createAudienceReporter(store, streamId, log);
    this.#transitions = createTransitions({ streamId, store, report, fence });
    const placeholder = createPlaceholderChoice({ files, installation: options.placeholder, log });
    const sounds = createSounds({ files, openLive, placeholder: (signal) => placeholder.open(signal), log });
    const { look } = this;
    this.#lineup = new Lineup({
      clock,
      sounds,
      files,
      placeholder,
      transitions: this.#transitions,
      report,
      fence,
      observer,
      onNews: look,
      log,
    });
    this.#call = options.openCall({
      onStatus: look,
      onConnection: (connection) => this.#lineup.deck.attach(connection),
      onListeners: () => {
        // Not in the loop's turn, which may wait for a track: whether somebody is there decides about the stream's end.
        this.#tellAudience();
        look();
      },
      onEnded: (detail) => {
        this.#gaveUpFor = detail;
        look();
      },
      onRejoin: options.onRejoin,
      onMigrated: (to) => void this.#migrate(to),
    });
    this.#loop = this.#run();
  }

  /** What its call does, and how many listen as far as it knows. */
  get figures(): StreamFigures {
    return { state: this.#call.status.state, listeners: this.#call.listeners?.count ?? 0 };
  }

  /** Looks at Redis now. */
  readonly look = (): void => {
    this.#isWoken = true;
    this.#waker.wake();
  };

  /** A person did something about the stream: looks now, and tries again what had stalled. */
  wake(): void {
    this.#lineup.goOn();
    this.look();
  }

  /** The stream goes on under another id: nothing more is told or written under this one. */
  leave(): void {
    this.#hasMoved = true;
    this.look();
  }

  /** Tries the call again now. */
  retry(): void {
    this.#call.retry();
    this.wake();
  }

  /**
   * Reads who listens, and reports it as the answer to a recount of that session; nothing when the assistant cannot see it.
   * @throws AppError as {@link CallSession.recount}
   */
  async recount(sessionId: string, recountId: string): Promise<void> {
    const listeners = await this.#call.recount();
    if (listeners !== null) await this.#audience.tell({ ...listeners, sessionId, fence: this.#fence, recountId });
  }

  /** The lease was taken anew under another number. */
  setFence(fence: number): void {
    this.#fence = fence;
  }

  /**
   * Saves the position, leaves the call, and stops. The stream stays on in Redis: whoever owns it next goes on from there.
   */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
    try {
      await this.#lineup.reportPosition(this.#pausedFor);
    } catch (error) {
      this.#log.debug({ err: error }, 'the last position could not be saved');
    }
    await Promise.all([this.#lineup.close(), this.#call.close()]);
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#turn();
      } catch (error) {
        this.#onTrouble(toAppError(error));
      }
      await this.#waker.wait(reportMs, this.#closing.signal);
    }
  }

  /** First what happened here, then what is wished there, then where we are. */
  async #turn(): Promise<void> {
    await this.#lineup.settle();
    const now = performance.now();
    if (this.#isWoken || now - this.#lookedAt >= lookMs) {
      this.#isWoken = false;
      this.#lookedAt = now;
      await this.#look();
    }
    await this.#lineup.reportPosition(this.#pausedFor);
  }

  /** Redis being away does not stop the sound; losing the stream to another player does. */
  #onTrouble(error: AppError): void {
    if (this.#closing.signal.aborted) return;
    this.#isWoken = true;
    if (error.code === 'lease-lost') this.#options.onDone('lease-lost');
    else if (error.code === 'redis-unavailable') this.#log.warn('Redis is away: playing on from what is known');
    else this.#log.error({ err: error }, 'the stream could not be brought in line');
  }

  /** Reads what should be, and brings everything in line with it. */
  async #look(): Promise<void> {
    const { store, streamId } = this.#options;
    if (this.#gaveUpFor !== null) await this.#giveUp(this.#gaveUpFor);
    const [playback, settings, queue] = await Promise.all([
      store.playback.read(streamId),
      store.settings.read(streamId),
      store.queue.read(streamId, { offset: 0, limit: aheadItems }),
    ]);
    if (this.#hasMoved) {
      this.#options.onDone('off');
      return;
    }
    if (!playback.isOn) {
      await this.#lineup.stop();
      await this.#report.state(this.#fence, { state: 'off', problem: null });
      this.#options.onDone('off');
      return;
    }
    const isNewSession = playback.sessionId !== this.#sessionId;
    this.#sessionId = playback.sessionId;
    this.#tellAudience();
    if (isNewSession && playback.sessionId !== null) this.#countFirst(playback.sessionId);
    this.#applySettings(settings);
    this.#pausedFor = findPause(playback, settings, this.#call);
    this.#lineup.deck.setPaused(this.#pausedFor !== null);
    await this.#play(playback, queue, settings);
    await this.#report.state(this.#fence, this.#call.status);
  }

  /**
   * Reads who is there before the call is joined: after the death of a player hundreds of calls are joined anew, one by one, and since when
   * nobody listens is known by then.
   */
  #countFirst(sessionId: string): void {
    this.#call
      .recount()
      .then((listeners) => {
        if (listeners === null || this.#call.listeners !== null) return;
        return this.#audience.tell({ ...listeners, sessionId, fence: this.#fence });
      })
      .catch((error: unknown) => this.#log.debug({ err: error }, 'who is there will be known with the join'));
  }

  #tellAudience(): void {
    const { listeners } = this.#call;
    if (this.#sessionId === null || listeners === null) return;
    void this.#audience.tell({ ...listeners, sessionId: this.#sessionId, fence: this.#fence });
  }

  #applySettings({ volumePercent, placeholder }: StreamSettings): void {
    this.#call.setVolume(volumePercent);
    // Telegram's scale has no 0.
    this.#lineup.deck.setMuted(volumePercent === 0);
    this.#lineup.setPlaceholder(placeholder);
  }

  async #play(
    playback: Playback,
    queue: { readonly items: readonly QueueItem[]; readonly length: number; readonly version: number },
    { loop }: StreamSettings,
  ): Promise<void> {
    const { items, length, version } = queue;
    if (playback.current !== null || length === 0) {
      await this.#lineup.follow(playback, version);
      const { current } = playback;
      this.#lineup.prepare(listUpcoming({ current, items, isWhole: items.length === length, loop }));
      return;
    }
    await this.#lineup.follow(await this.#transitions.begin(playback), version);
    // The queue that was read is old now.
    this.look();
  }

  /** The group became a supergroup, whose call is the same: the stream goes on there. */
  async #migrate(to: StreamId): Promise<void> {
    const { store, streamId } = this.#options;
    try {
      await store.migrate(streamId, to);
      this.#log.info({ to }, 'the group became a supergroup');
      this.leave();
    } catch (error) {
      // The chat is looked at again, and the bot hears of it as well.
      this.#log.warn({ err: error, to }, 'the stream could not follow its group');
    }
  }

  /** The call cannot be had: the session ends, queue and position are kept. */
  async #giveUp(detail: string): Promise<void> {
    const { store, streamId } = this.#options;
    const operation = `${streamId}.gave-up.${this.#sessionId}`;
    await store.playback.stop(streamId, { endReason: 'error', detail }, operation);
    this.#gaveUpFor = null;
  }
}
