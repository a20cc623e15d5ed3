import type { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Playback, QueueItem, StreamId, TrackOutcome } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { Deck, type DeckEnd, type DeckOptions } from './deck.ts';
import { createFailureGuard, type FailureGuard } from './failure-guard.ts';
import type { Announced, StreamReporter } from './stream-reporter.ts';

/** What a lineup needs. */
export interface LineupOptions extends Omit<DeckOptions, 'listener'> {
  readonly streamId: StreamId;
  readonly store: RealtimeStore;
  readonly report: StreamReporter;
  /** The lease's number now. */
  readonly fence: () => number;
  /** Something happened on the deck: `settle` wants to be called. */
  readonly onNews: () => void;
  /** How long a dead queue rests; see {@link createFailureGuard}. */
  readonly holdMs?: number;
}

type News =
  | { readonly type: 'started'; readonly item: QueueItem }
  | { readonly type: 'ended'; readonly end: DeckEnd }
  | { readonly type: 'failed'; readonly item: QueueItem; readonly error: AppError };

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
 * Keeps one stream's deck and what Redis says of its tracks in line: plays what is current, has the next ready, and takes the step to the next one,
 * exactly once, when a track ends or fails. One method at a time, please; its owner closes it.
 */
export class Lineup {
  readonly #options: LineupOptions;
  readonly #log: Logger;
  readonly #deck: Deck;
  readonly #closing = new AbortController();
  readonly #failures: FailureGuard;
  readonly #news: News[] = [];
  #shown: Shown | null = null;
  #preparedId: string | null = null;

  constructor(options: LineupOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#failures = createFailureGuard(options.holdMs === undefined ? {} : { holdMs: options.holdMs });
    const note = (news: News) => {
      this.#news.push(news);
      options.onNews();
    };
    this.#deck = new Deck({
      ...options,
      listener: {
        onStarted: (item) => note({ type: 'started', item }),
        onEnded: (end) => note({ type: 'ended', end }),
        onFailed: (item, error) => note({ type: 'failed', item, error }),
      },
    });
  }

  /** Where sound goes; see {@link Deck.attach}. */
  get attach(): Deck['attach'] {
    return (connection) => this.#deck.attach(connection);
  }

  setPaused(isPaused: boolean): void {
    this.#deck.setPaused(isPaused);
  }

  /** Handles what happened on the deck. What could not be told to Redis stays, and is handled at the next call. */
  async settle(): Promise<void> {
    for (let next = this.#news[0]; next !== undefined; next = this.#news[0]) {
      await this.#handle(next);
      this.#news.shift();
    }
  }

  /** Ends generation `expectedGeneration`, exactly once; gives what is current after it. */
  async advance(expectedGeneration: number, outcome: TrackOutcome): Promise<Playback> {
    const { store, streamId, fence } = this.#options;
    const step = { expectedGeneration, outcome, fence: fence() };
    const operation = `${streamId}.advance.${expectedGeneration}.${step.fence}`;
    const { playback } = await store.playback.advance(streamId, step, operation);
    return playback;
  }

  /** Plays what `playback` says, if that is not what plays already. */
  async follow(playback: Playback): Promise<void> {
    const shown = this.#shown;
    if (shown === null || shown.generation !== playback.generation) {
      // Somebody else took the step: the chat side, on a person's wish.
      await this.#tellEnd('skipped');
      this.#failures.reset();
      this.#show(playback);
    } else if (shown.seekSerial !== playback.seekSerial) {
      await this.#seek(playback);
      this.#shown = { ...shown, seekSerial: playback.seekSerial };
    } else if (this.#deck.isIdle && !this.#failures.isHolding) {
      this.#deck.play(playback.current, playback.positionMs);
    }
  }

  /** `ahead`: the first items of the queue. The next one follows gaplessly, the one after it is prepared. */
  prepare([next, afterNext]: readonly QueueItem[]): void {
    if (this.#shown?.item != null) this.#deck.cue(next ?? null);
    if (afterNext === undefined || this.#preparedId === afterNext.itemId) return;
    // Asked for once only: when it fails, it fails again when its turn comes.
    this.#preparedId = afterNext.itemId;
    this.#options.files.prepare(afterNext.track, this.#closing.signal).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#log.debug({ err: error }, 'a later track could not be prepared');
    });
  }

  /** The stream was turned off: tells what was cut short. */
  async stop(): Promise<void> {
    await this.#tellEnd('stopped');
    this.#shown = null;
  }

  /** Writes where the current track is. */
  async reportPosition(isPaused: boolean): Promise<void> {
    const shown = this.#shown;
    if (shown?.item == null) return;
    const positionMs = this.#deck.positionIn(shown.item);
    if (positionMs === null) return;
    const { generation, seekSerial } = shown;
    await this.#options.report.position({ fence: this.#options.fence(), generation, seekSerial, positionMs, isPaused });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#deck.close();
  }

  async #handle(news: News): Promise<void> {
    const shown = this.#shown;
    const item = news.type === 'ended' ? news.end.item : news.item;
    // Of a track that was replaced in the meantime.
    if (shown?.item?.itemId !== item.itemId) return;
    switch (news.type) {
      case 'started':
        this.#failures.reset();
        await this.#options.report.trackStarted(announce(shown, item), shown.isResumed);
        return;
      case 'ended': {
        const { followedBy } = news.end;
        const playback = await this.#endCurrent(shown, news.end);
        const isAsPlayed = followedBy !== undefined && followedBy?.itemId === playback.current?.itemId;
        // The lane went on to what was next; it is what Redis says unless the queue changed in the last moment.
        if (isAsPlayed) this.#shown = toShown(playback, shown.sessionId);
        else this.#show(playback);
        return;
      }
      case 'failed':
        this.#log.info({ err: news.error, title: item.track.title }, 'a track cannot be played');
        this.#show(await this.#endCurrent(shown, { item, error: news.error, playedMs: 0 }));
        return;
    }
  }

  /** Advances, then tells: the advance is the same when it is repeated, so that a break in between loses nothing. */
  async #endCurrent(
    shown: Shown,
    { item, error, playedMs }: Pick<DeckEnd, 'item' | 'error' | 'playedMs'>,
  ): Promise<Playback> {
    const { report } = this.#options;
    const outcome = error === null ? 'finished' : 'failed';
    const playback = await this.advance(shown.generation, outcome);
    if (error !== null) await report.trackFailed(announce(shown, item), error);
    await report.trackEnded(announce(shown, item), outcome, playedMs);
    if (error !== null) this.#failures.failed();
    return playback;
  }

  async #tellEnd(outcome: 'skipped' | 'stopped'): Promise<void> {
    const shown = this.#shown;
    if (shown?.item == null) return;
    const playedMs = this.#deck.positionIn(shown.item) ?? 0;
    await this.#options.report.trackEnded(announce(shown, shown.item), outcome, playedMs);
  }

  async #seek({ current, positionMs }: Playback): Promise<void> {
    if (current === null) return;
    if (this.#deck.positionIn(current) === null) this.#deck.play(current, positionMs);
    else await this.#deck.seek(positionMs);
  }

  /** Hands what is current to the deck. After several failures in a row the placeholder plays for a while instead. */
  #show(playback: Playback): void {
    this.#shown = toShown(playback, this.#shown?.sessionId ?? '');
    const { generation, current, positionMs } = playback;
    if (!this.#failures.isHolding) {
      this.#deck.play(current, positionMs);
      return;
    }
    this.#log.warn('several tracks failed in a row: a pause');
    this.#deck.play(null, 0);
    this.#failures.whenOver(() => {
      if (this.#shown?.generation === generation) this.#deck.play(current, positionMs);
    }, this.#closing.signal);
  }
}

function announce({ sessionId, generation }: Shown, item: QueueItem): Announced {
  return { sessionId, generation, item };
}

function toShown({ generation, current, seekSerial, sessionId, positionMs }: Playback, sessionBefore: string): Shown {
  return { generation, item: current, seekSerial, sessionId: sessionId ?? sessionBefore, isResumed: positionMs > 0 };
}
