import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import type { CallListener, CallSession, CallStatus } from '../call/call-session.ts';
import { createWaker } from '../waker.ts';
import type { DeckOptions } from './deck.ts';
import { Lineup } from './lineup.ts';
import { createStreamReporter, type StreamReporter } from './stream-reporter.ts';

/** What a stream's player needs. */
export interface StreamPlayerOptions extends Omit<DeckOptions, 'listener'> {
  readonly streamId: StreamId;
  readonly store: RealtimeStore;
  /** The lease's number; see {@link StreamPlayer.setFence}. */
  readonly fence: number;
  readonly openCall: (listener: CallListener) => CallSession;
  /** The stream is off, or may be another player's by now: its owner has to look. May be told again and again. */
  readonly onDone: (reason: 'off' | 'lease-lost') => void;
}

/** How often Redis is looked at without being told, and positions are written, milliseconds. */
const lookMs = 1_000;
const reportMs = 500;
/** So many items of the queue are prepared ahead. */
const aheadItems = 2;

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
  readonly #waker = createWaker();
  readonly #closing = new AbortController();
  readonly #loop: Promise<void>;
  #fence: number;
  #sessionId: string | null = null;
  #isPausedByWish = false;
  #gaveUpFor: string | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isWoken = true;

  constructor(options: StreamPlayerOptions) {
    const { store, streamId } = options;
    this.#options = options;
    this.#log = options.log.child({ streamId });
    this.#fence = options.fence;
    this.#report = createStreamReporter(store, streamId);
    this.#lineup = new Lineup({
      ...options,
      log: this.#log,
      report: this.#report,
      fence: () => this.#fence,
      onNews: () => this.wake(),
    });
    this.#call = options.openCall({
      onStatus: () => this.wake(),
      onConnection: (connection) => this.#lineup.attach(connection),
      onListeners: () => this.wake(),
      onEnded: (detail) => {
        this.#gaveUpFor = detail;
        this.wake();
      },
      onMigrated: (to) => this.#log.info({ to }, 'the group became a supergroup'),
    });
    this.#loop = this.#run();
  }

  /** Looks at Redis now. */
  wake(): void {
    this.#isWoken = true;
    this.#waker.wake();
  }

  /** Tries the call again now. */
  retry(): void {
    this.#call.retry();
    this.wake();
  }

  /** The lease was taken anew under another number. */
  setFence(fence: number): void {
    this.#fence = fence;
  }

  /** Saves the position, leaves the call, and stops. The stream stays on in Redis: whoever owns it next goes on from there. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
    try {
      await this.#lineup.reportPosition(this.#isPausedByWish);
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

  async #turn(): Promise<void> {
    await this.#lineup.settle();
    const now = performance.now();
    if (this.#isWoken || now - this.#lookedAt >= lookMs) {
      this.#isWoken = false;
      this.#lookedAt = now;
      await this.#look();
    }
    await this.#lineup.reportPosition(this.#isPausedByWish);
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
    let playback = await store.playback.read(streamId);
    if (!playback.isOn) {
      await this.#lineup.stop();
      await this.#report.state(this.#fence, { state: 'off', problem: null });
      this.#options.onDone('off');
      return;
    }
    this.#sessionId = playback.sessionId;
    const { items } = await store.queue.read(streamId, { offset: 0, limit: aheadItems + 1 });
    let ahead = items;
    if (playback.current === null && items.length > 0) {
      playback = await this.#lineup.advance(playback.generation, 'finished');
      ahead = items.slice(1);
    }
    this.#isPausedByWish = playback.isPaused;
    this.#lineup.setPaused(playback.isPaused || isMuted(this.#call.status));
    await this.#lineup.follow(playback);
    this.#lineup.prepare(ahead.slice(0, aheadItems));
    await this.#report.state(this.#fence, this.#call.status);
    await this.#report.listeners(this.#call.listeners);
  }

  /** The call cannot be had: the session ends, queue and position are kept. */
  async #giveUp(detail: string): Promise<void> {
    const { store, streamId } = this.#options;
    const operation = `${streamId}.gave-up.${this.#sessionId}`;
    await store.playback.stop(streamId, { endReason: 'error', detail }, operation);
    this.#gaveUpFor = null;
  }
}

/** An administrator took our voice: what is played now nobody would hear. */
function isMuted({ state, problem }: CallStatus): boolean {
  return state === 'blocked' && problem === 'may-not-speak';
}
