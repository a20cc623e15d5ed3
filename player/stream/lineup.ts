import type { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { PauseCause, Playback, QueueItem, Track, TrackOutcome } from '../../storage/model.ts';
import type { PlayerObserver } from '../observer.ts';
import { Deck, type DeckEnd, type DeckOptions } from './deck.ts';
import type { PlaceholderChoice } from './placeholder-choice.ts';
import { createPreparer, type Preparer } from './preparer.ts';
import { type Shown, toShown } from './shown.ts';
import { createSoundTiming, type SoundTiming } from './sound-timing.ts';
import type { TrackFiles } from './sounds.ts';
import { createStallGuard, failuresMax } from './stall-guard.ts';
import type { StreamReporter } from './stream-reporter.ts';
import { announced, endOf, type Transitions } from './transitions.ts';

/** What a lineup needs. */
export interface LineupOptions extends Omit<DeckOptions, 'listener'> {
  readonly files: Pick<TrackFiles, 'prepare'>;
  readonly placeholder: Pick<PlaceholderChoice, 'choose'>;
  readonly transitions: Transitions;
  readonly report: StreamReporter;
  /** The lease's number now. */
  readonly fence: () => number;
  readonly observer: PlayerObserver;
  /** Something happened: `settle` wants to be called. */
  readonly onNews: () => void;
}

/** What happened on the deck, to the playing that `token` names, at `atMs` of performance.now. */
type News = { readonly token: string; readonly atMs: number } & (
  | { readonly type: 'started' }
  | { readonly type: 'ended'; readonly end: DeckEnd }
  | { readonly type: 'failed'; readonly error: AppError }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'sought'; readonly seekSerial: number }
);

/** Of each variant of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A track that is shown. */
type ShownItem = Shown & { readonly item: QueueItem };

/** Live sound that is next is opened so long before the end of what plays: what it holds back meanwhile is old when it is heard. */
const liveAheadMs = 8_000;

/**
 * Keeps one stream's deck and what Redis says of its tracks in line: plays what is current, has the next ready, and takes the step to the next one,
 * exactly once, when a track ends or fails. One method at a time, please; its owner closes it.
 */
export class Lineup {
  readonly #options: LineupOptions;
  readonly #log: Logger;
  readonly #deck: Deck;
  readonly #preparer: Preparer;
  readonly #closing = new AbortController();
  readonly #stall = createStallGuard();
  readonly #timing: SoundTiming;
  readonly #news: News[] = [];
  #shown: Shown | null = null;

  constructor(options: LineupOptions) {
    const { files, onNews, log } = options;
    this.#options = options;
    this.#log = log;
    this.#timing = createSoundTiming(options.observer);
    this.#preparer = createPreparer({ files, onNews, log, signal: this.#closing.signal });
    this.#deck = new Deck({
      ...options,
      listener: {
        onStarted: (token) => this.#note({ type: 'started', token }),
        onEnded: (end) => this.#note({ type: 'ended', token: end.token, end }),
        onFailed: (token, error) => this.#note({ type: 'failed', token, error }),
        onTitle: (token, title) => this.#note({ type: 'title', token, title }),
      },
    });
  }

  /** Where sound goes, and how; see {@link Deck}. */
  get deck(): Pick<Deck, 'attach' | 'setPaused' | 'setMuted'> {
    return this.#deck;
  }

  /** What plays while there are no tracks; null: the installation's. */
  setPlaceholder(track: Track | null): void {
    if (this.#options.placeholder.choose(track)) this.#deck.renewPlaceholder();
  }

  /** A person wants it to go on: what failed before counts no longer. */
  goOn(): void {
    if (this.#stall.isStalled) this.#preparer.forgetFailures();
    this.#stall.reset();
  }

  /** Handles what happened on the deck. What could not be told to Redis stays, and is handled at the next call. */
  async settle(): Promise<void> {
    for (let next = this.#news[0]; next !== undefined; next = this.#news[0]) {
      const shown = this.#shown;
      // What was replaced in the meantime is old news.
      if (shown !== null && hasItem(shown) && shown.token === next.token) await this.#handle(shown, next);
      this.#news.shift();
    }
  }

  /** Plays what `playback` says, if that is not what plays already. `queueVersion`: as read together with it. */
  async follow(playback: Playback, queueVersion: number): Promise<void> {
    const shown = this.#shown;
    this.#stall.isLiftedBy(queueVersion);
    if (shown === null || shown.generation !== playback.generation) {
      // Somebody else took the step: the chat side, on a person's wish.
      if (shown !== null) await this.#tellCut(endOf(shown, playback));
      this.#stall.reset();
      await this.#show(playback);
    } else if (shown.token === null) {
      if (!this.#stall.isStalled) await this.#show(playback);
    } else if (shown.seekBegun !== playback.seekSerial) {
      this.#seek(shown, playback);
    } else if (this.#deck.isIdle && this.#news.length === 0) {
      await this.#show(playback);
    }
  }

  /** `upcoming`: what comes next, in order. The first that can be played follows gaplessly, those behind it are prepared. */
  prepare(upcoming: readonly QueueItem[]): void {
    const shown = this.#shown;
    if (shown === null || shown.token === null || shown.item === null) return;
    this.#preparer.expect(upcoming, shown.item);
    const playable = upcoming.findIndex((item) => this.#preparer.failureOf(item) === null);
    const failing = playable === -1 ? upcoming.length : playable;
    // So many failures will stall the stream.
    const next = this.#stall.failedInRow + failing >= failuresMax ? null : (upcoming[playable] ?? null);
    if (next?.track.source.type === 'live' && !this.#isNearEnd(shown)) this.#deck.uncue();
    else this.#deck.cue(next);
  }

  /** The stream was turned off: tells what was cut short. */
  async stop(): Promise<void> {
    await this.#tellCut('stopped');
    this.#shown = null;
  }

  /** Writes where the current track is. */
  async reportPosition(pausedFor: PauseCause | null): Promise<void> {
    // Nobody waits for what is paused.
    if (pausedFor !== null) this.#timing.forget();
    const shown = this.#shown;
    if (shown === null || shown.item === null) return;
    const positionMs = this.#positionOf(shown);
    if (positionMs === null) return;
    const { generation, seekDone: seekSerial } = shown;
    await this.#options.report.position({
      fence: this.#options.fence(),
      generation,
      seekSerial,
      positionMs,
      pausedFor,
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#deck.close();
  }

  async #handle(shown: ShownItem, news: News): Promise<void> {
    const { report, transitions } = this.#options;
    switch (news.type) {
      case 'started':
        this.#stall.reset();
        this.#timing.started(news.atMs);
        if (!shown.isStarted) await report.trackStarted(announced(shown, shown.item), shown.isResumed);
        this.#shown = { ...shown, isStarted: true };
        return;
      case 'title':
        await report.trackTitle(shown.generation, news.title);
        return;
      case 'sought':
        this.#shown = { ...shown, seekDone: news.seekSerial };
        return;
      case 'ended': {
        const { error, followedBy } = news.end;
        const after = await transitions.end(announced(shown, shown.item), news.end);
        if (error !== null) await this.#noteFailure(shown.generation);
        const playback = await this.#passOver(after);
        if (playback.current === null) this.#timing.forget();
        else this.#timing.ended(news.atMs);
        // The lane went on to what was next; it is what Redis says unless something changed in the last moment.
        const isAsPlayed = followedBy !== null && followedBy.item?.itemId === playback.current?.itemId;
        if (isAsPlayed && !this.#stall.isStalled) this.#shown = toShown(playback, followedBy.token, shown);
        else await this.#show(playback);
        return;
      }
      case 'failed': {
        this.#log.info({ err: news.error, title: shown.item.track.title }, 'a track cannot be played');
        const end = { error: news.error, playedMs: 0 };
        const playback = await transitions.end(announced(shown, shown.item), end);
        await this.#noteFailure(shown.generation);
        await this.#show(playback);
        return;
      }
    }
  }

  async #noteFailure(generation: number): Promise<void> {
    this.#stall.failed(generation);
    await this.#stall.tellOnce((failedInRow) => {
      this.#log.warn({ failedInRow }, 'tracks failed in a row: the placeholder plays until somebody steps in');
      return this.#options.report.stalled(failedInRow);
    });
  }

  /** Takes the step over what is known to be broken, as if it had been tried again just now. */
  async #passOver(playback: Playback): Promise<Playback> {
    let present = playback;
    while (present.current !== null && !this.#stall.isStalled) {
      const error = this.#preparer.failureOf(present.current);
      if (error === null) break;
      const { generation, current } = present;
      const track = { sessionId: present.sessionId ?? this.#shown?.sessionId ?? '', generation, item: current };
      present = await this.#options.transitions.end(track, { error, playedMs: 0 });
      await this.#noteFailure(generation);
    }
    return present;
  }

  async #tellCut(outcome: TrackOutcome): Promise<void> {
    const shown = this.#shown;
    if (shown === null || !hasItem(shown)) return;
    await this.#options.transitions.tellCut(announced(shown, shown.item), outcome, this.#positionOf(shown) ?? 0);
  }

  /** Begins a seek; the old place goes on until the new one is there, which a file that is still being prepared may take a while for. */
  #seek(shown: Shown, { current, positionMs, seekSerial }: Playback): void {
    const { token } = shown;
    if (token === null || current === null) return;
    if (this.#positionOf(shown) === null) {
      this.#shown = {
        ...shown,
        seekBegun: seekSerial,
        seekDone: seekSerial,
        token: this.#deck.play(current, positionMs),
      };
      return;
    }
    this.#shown = { ...shown, seekBegun: seekSerial };
    this.#deck
      .seek(positionMs)
      // The old place goes on; whether it can is seen there.
      .catch((error: unknown) => this.#log.warn({ err: error }, 'a seek failed'))
      .finally(() => this.#note({ type: 'sought', token, seekSerial }));
  }

  /** Hands what is current to the deck. While the stream is stalled the placeholder plays instead. */
  async #show(playback: Playback): Promise<void> {
    const before = this.#shown;
    const present = await this.#passOver(playback);
    const { current, positionMs } = present;
    const isHeld = this.#stall.isStalled && current !== null;
    if (isHeld) this.#timing.forget();
    else if (current !== null && (before === null || before.item === null) && positionMs === 0)
      this.#timing.expect(wantedAt(current, present));
    const token = this.#deck.play(isHeld ? null : current, isHeld ? 0 : positionMs);
    this.#shown = toShown(present, isHeld ? null : token, before);
  }

  #positionOf({ token }: Shown): number | null {
    return token === null ? null : this.#deck.positionOf(token);
  }

  #isNearEnd({ item, token }: Shown): boolean {
    const positionMs = token === null ? null : this.#deck.positionOf(token);
    const durationMs = item?.track.durationMs ?? null;
    return durationMs !== null && positionMs !== null && durationMs - positionMs <= liveAheadMs;
  }

  #note(news: Without<News, 'atMs'>): void {
    this.#news.push({ ...news, atMs: performance.now() });
    this.#options.onNews();
  }
}

/** Since when an item that nothing stands before is wanted: what waited in the queue of a stream that was off, since its start. */
function wantedAt({ addedAt }: QueueItem, { startedAt }: Playback): number {
  return Math.max(addedAt, startedAt ?? 0);
}

function hasItem(shown: Shown): shown is ShownItem {
  return shown.item !== null;
}
