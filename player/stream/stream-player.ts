import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Playback, QueueItem, StreamId, TrackOutcome } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import type { CallListener, CallSession, CallStatus } from '../call/call-session.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import type { PlayoutClock } from '../playout/clock.ts';
import { createWaker } from '../waker.ts';
import { Deck, type DeckEnd, type TrackFiles } from './deck.ts';
import { createFailureGuard } from './failure-guard.ts';
import { type Announced, createStreamReporter } from './stream-reporter.ts';

/** What a stream's player needs. */
export interface StreamPlayerOptions {
  readonly streamId: StreamId;
  readonly store: RealtimeStore;
  /** The lease's number; see {@link StreamPlayer.setFence}. */
  readonly fence: number;
  readonly openCall: (listener: CallListener) => CallSession;
  readonly clock: PlayoutClock;
  readonly files: TrackFiles;
  readonly placeholder: AudioFile;
  readonly log: Logger;
  /** The stream is off (or another player's): it wants to be closed. */
  readonly onDone: (reason: 'off' | 'lease-lost') => void;
}

/** How often Redis is looked at without being told, and positions are written, milliseconds. */
const lookMs = 1_000;
const reportMs = 500;
/** With so many tracks at once looked at and prepared ahead. */
const aheadItems = 2;

type Happening =
  | { readonly type: 'started'; readonly item: QueueItem }
  | { readonly type: 'ended'; readonly end: DeckEnd }
  | { readonly type: 'failed'; readonly item: QueueItem; readonly error: AppError }
  | { readonly type: 'gave-up'; readonly detail: string };

/** What the deck was last told to play. */
interface Shown {
  readonly generation: number;
  readonly item: QueueItem | null;
  readonly seekSerial: number;
  readonly sessionId: string;
  /** It had played before: this player goes on where another, or an earlier session, stopped. */
  readonly isResumed: boolean;
}

/**
 * Makes true what Redis says about one stream: reads it when woken, every second, and when a track ends, and brings call, deck and reports in line.
 * One thing at a time: everything runs in one loop. Its owner closes it.
 */
export class StreamPlayer {
  readonly #options: StreamPlayerOptions;
  readonly #log: Logger;
  readonly #deck: Deck;
  readonly #call: CallSession;
  readonly #waker = createWaker();
  readonly #closing = new AbortController();
  readonly #failures = createFailureGuard();
  readonly #happenings: Happening[] = [];
  readonly #report;
  readonly #loop: Promise<void>;
  #fence: number;
  #shown: Shown | null = null;
  #isPausedByWish = false;
  #preparedId: string | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isWoken = true;

  constructor(options: StreamPlayerOptions) {
    this.#options = options;
    this.#log = options.log.child({ streamId: options.streamId });
    this.#fence = options.fence;
    this.#report = createStreamReporter(options.store, options.streamId);
    this.#deck = new Deck({
      clock: options.clock,
      files: options.files,
      placeholder: options.placeholder,
      log: this.#log,
      listener: {
        onStarted: (item) => this.#happen({ type: 'started', item }),
        onEnded: (end) => this.#happen({ type: 'ended', end }),
        onFailed: (item, error) => this.#happen({ type: 'failed', item, error }),
      },
    });
    this.#call = options.openCall({
      onStatus: () => this.wake(),
      onConnection: (connection) => this.#deck.attach(connection),
      onListeners: () => this.wake(),
      onEnded: (detail) => this.#happen({ type: 'gave-up', detail }),
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
      await this.#reportPosition();
    } catch (error) {
      this.#log.debug({ err: error }, 'the last position could not be saved');
    }
    await Promise.all([this.#deck.close(), this.#call.close()]);
  }

  #happen(happening: Happening): void {
    this.#happenings.push(happening);
    this.wake();
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
    await this.#handleHappenings();
    const now = performance.now();
    if (this.#isWoken || now - this.#lookedAt >= lookMs) {
      this.#isWoken = false;
      this.#lookedAt = now;
      await this.#look();
    }
    await this.#reportPosition();
  }

  /** Redis being away does not stop the sound; losing the stream to another player does. */
  #onTrouble(error: AppError): void {
    this.#isWoken = true;
    if (this.#closing.signal.aborted) return;
    if (error.code === 'lease-lost') this.#options.onDone('lease-lost');
    else if (error.code === 'redis-unavailable') this.#log.warn('Redis is away: playing on from what is known');
    else this.#log.error({ err: error }, 'the stream could not be brought in line');
  }

  async #handleHappenings(): Promise<void> {
    for (let next = this.#happenings[0]; next !== undefined; next = this.#happenings[0]) {
      await this.#handle(next);
      // Only now: when Redis was away it is handled again.
      this.#happenings.shift();
    }
  }

  async #handle(happening: Happening): Promise<void> {
    switch (happening.type) {
      case 'started':
        await this.#onStarted(happening.item);
        return;
      case 'ended':
        await this.#onEnded(happening.end);
        return;
      case 'failed':
        await this.#onFailed(happening.item, happening.error);
        return;
      case 'gave-up': {
        const { store, streamId } = this.#options;
        const operation = `${this.#shown?.sessionId ?? streamId}.gave-up`;
        await store.playback.stop(streamId, { endReason: 'error', detail: happening.detail }, operation);
        return;
      }
    }
  }

  async #onStarted(item: QueueItem): Promise<void> {
    if (this.#shown?.item?.itemId !== item.itemId) return;
    this.#failures.succeeded();
    await this.#report.trackStarted(this.#announced(this.#shown, item), this.#shown.isResumed);
  }

  async #onEnded({ item, playedMs, error, followedBy }: DeckEnd): Promise<void> {
    const shown = this.#shown;
    if (shown?.item?.itemId !== item.itemId) return;
    const playback = await this.#endCurrent(shown, item, { error, playedMs });
    const isAsPlayed = followedBy !== undefined && followedBy?.itemId === playback.current?.itemId;
    // The lane went on to what was next; it is what Redis says unless the queue changed in the last moment.
    if (isAsPlayed) this.#shown = toShown(playback, shown.sessionId);
    else this.#show(playback);
  }

  async #onFailed(item: QueueItem, error: AppError): Promise<void> {
    const shown = this.#shown;
    if (shown?.item?.itemId !== item.itemId) return;
    this.#log.warn({ err: error, title: item.track.title }, 'a track cannot be played');
    this.#show(await this.#endCurrent(shown, item, { error, playedMs: 0 }));
  }

  /** Advances, then tells: the advance is the same when it is repeated, so that a break in between loses nothing. */
  async #endCurrent(
    shown: Shown,
    item: QueueItem,
    { error, playedMs }: { readonly error: AppError | null; readonly playedMs: number },
  ): Promise<Playback> {
    const outcome = error === null ? 'finished' : 'failed';
    const announced = this.#announced(shown, item);
    const playback = await this.#advance(shown.generation, outcome);
    if (error !== null) await this.#report.trackFailed(announced, error);
    await this.#report.trackEnded(announced, outcome, playedMs);
    if (error !== null) this.#failures.failed();
    return playback;
  }

  /** Ends generation `expectedGeneration`, exactly once; gives what is current after it. */
  async #advance(expectedGeneration: number, outcome: TrackOutcome): Promise<Playback> {
    const { store, streamId } = this.#options;
    const step = { expectedGeneration, outcome, fence: this.#fence };
    const { playback } = await store.playback.advance(
      streamId,
      step,
      `${streamId}.advance.${expectedGeneration}.${this.#fence}`,
    );
    return playback;
  }

  /** Reads what should be, and brings everything in line with it. */
  async #look(): Promise<void> {
    const { store, streamId } = this.#options;
    let playback = await store.playback.read(streamId);
    if (!playback.isOn) {
      await this.#onOff();
      return;
    }
    const { items } = await store.queue.read(streamId, { offset: 0, limit: aheadItems + 1 });
    let ahead = items;
    if (playback.current === null && items.length > 0) {
      playback = await this.#advance(playback.generation, 'finished');
      ahead = items.slice(1);
    }
    await this.#follow(playback);
    this.#prepare(ahead.slice(0, aheadItems));
    await this.#report.state(this.#fence, this.#call.status);
    await this.#report.listeners(this.#call.listeners);
  }

  async #onOff(): Promise<void> {
    const shown = this.#shown;
    if (shown?.item != null) {
      const playedMs = this.#deck.positionIn(shown.item) ?? 0;
      await this.#report.trackEnded(this.#announced(shown, shown.item), 'stopped', playedMs);
    }
    this.#shown = null;
    await this.#report.state(this.#fence, { state: 'off', problem: null });
    this.#options.onDone('off');
  }

  async #follow(playback: Playback): Promise<void> {
    const shown = this.#shown;
    this.#isPausedByWish = playback.isPaused;
    this.#deck.setPaused(playback.isPaused || isMuted(this.#call.status));
    if (shown === null || shown.generation !== playback.generation) {
      if (shown?.item != null) {
        // Somebody else ended it: the chat side, on a wish.
        const playedMs = this.#deck.positionIn(shown.item) ?? 0;
        this.#failures.succeeded();
        await this.#report.trackEnded(this.#announced(shown, shown.item), 'skipped', playedMs);
      }
      this.#show(playback);
    } else if (shown.seekSerial !== playback.seekSerial) {
      await this.#seek(playback);
      this.#shown = { ...shown, seekSerial: playback.seekSerial };
    } else if (this.#deck.isIdle && !this.#failures.isHolding) {
      this.#deck.play(playback.current, playback.positionMs);
    }
  }

  async #seek({ current, positionMs }: Playback): Promise<void> {
    if (current === null) return;
    if (this.#deck.positionIn(current) === null) this.#deck.play(current, positionMs);
    else await this.#deck.seek(positionMs);
  }

  /** Hands what is current to the deck. After several failures in a row the placeholder plays for a while instead. */
  #show(playback: Playback): void {
    this.#shown = toShown(playback, this.#shown?.sessionId ?? '');
    if (this.#failures.isHolding) {
      this.#log.warn('several tracks failed in a row: a pause');
      this.#deck.play(null, 0);
      const generation = playback.generation;
      this.#failures.whenOver(() => {
        if (this.#shown?.generation === generation) this.#deck.play(playback.current, playback.positionMs);
      }, this.#closing.signal);
    } else {
      this.#deck.play(playback.current, playback.positionMs);
    }
  }

  /** The next track follows gaplessly, the one after it is prepared. */
  #prepare(ahead: readonly QueueItem[]): void {
    const [next, afterNext] = ahead;
    if (this.#shown?.item != null) this.#deck.cue(next ?? null);
    if (afterNext === undefined || this.#preparedId === afterNext.itemId) return;
    // Asked for once only: when it fails, it fails again when its turn comes.
    this.#preparedId = afterNext.itemId;
    this.#options.files.prepare(afterNext.track, this.#closing.signal).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#log.debug({ err: error }, 'a later track could not be prepared');
    });
  }

  async #reportPosition(): Promise<void> {
    const shown = this.#shown;
    if (shown?.item == null) return;
    const positionMs = this.#deck.positionIn(shown.item);
    if (positionMs === null) return;
    const { generation, seekSerial } = shown;
    await this.#report.position({
      fence: this.#fence,
      generation,
      seekSerial,
      positionMs,
      isPaused: this.#isPausedByWish,
    });
  }

  #announced(shown: Shown, item: QueueItem): Announced {
    return { sessionId: shown.sessionId, generation: shown.generation, item };
  }
}

function toShown({ generation, current, seekSerial, sessionId, positionMs }: Playback, sessionBefore: string): Shown {
  return { generation, item: current, seekSerial, sessionId: sessionId ?? sessionBefore, isResumed: positionMs > 0 };
}

/** An administrator took our voice: what is played now nobody would hear. */
function isMuted({ state, problem }: CallStatus): boolean {
  return state === 'blocked' && problem === 'may-not-speak';
}
