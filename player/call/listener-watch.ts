import type { Logger } from '../../log.ts';
import type { Listeners } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { CallParticipant } from '../assistant/call-participant.ts';
import type { CallRef } from '../assistant/group-calls.ts';
import type { CallUpdate, ParticipantsUpdate } from '../assistant/updates.ts';
import { createWaker } from '../waker.ts';
import { applyChange, applyCount, countListeners, listListeners, namedMax, type Roster, readRoster } from './roster.ts';

/** What a watch needs. */
export interface ListenerWatchOptions {
  readonly assistant: Pick<Assistant, 'listParticipants'>;
  readonly call: CallRef;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly assistantIds: () => ReadonlySet<number>;
  /** Told who listens at first, and whenever that changes. */
  readonly onListeners: (listeners: Listeners) => void;
  /** Told what the list says of ourselves, after each reading: updates get lost. */
  readonly onOverview: (self: CallParticipant) => void;
  readonly log: Logger;
  /** Milliseconds between readings, and the wait for missing updates before a gap is read over. */
  readonly rereadMs?: number;
  readonly gapMs?: number;
}

/**
 * Knows the listeners of one call: by Telegram's updates, in their order, and by reading the list anew on a gap and every 30 s.
 */
export class ListenerWatch {
  readonly #options: ListenerWatchOptions;
  readonly #waker = createWaker();
  #roster: Roster | null = null;
  #early: ParticipantsUpdate[] = [];
  #told = '';

  /** Begins with a reading. */
  constructor(options: ListenerWatchOptions) {
    this.#options = options;
    void this.#run();
  }

  /** Reads the list soon. */
  refresh(): void {
    this.#waker.wake();
  }

  /**
   * Reads the list now, and gives who listens; null: it could not be read.
   * @throws AppError as `Assistant.listParticipants`
   */
  async recount(): Promise<Listeners | null> {
    return (await this.#read()) ? this.#listeners() : null;
  }

  /** An update of this call. */
  onCall(update: CallUpdate): void {
    if (this.#roster === null || update.state !== 'active') return;
    this.#roster = applyCount(this.#roster, update);
    this.#tell();
  }

  /** An update of this call's participants. */
  onParticipants(update: ParticipantsUpdate): void {
    if (this.#roster === null) {
      this.#early.push(update);
      return;
    }
    const hadGap = this.#roster.early.length > 0;
    this.#roster = applyChange(this.#roster, update);
    if (this.#roster.early.length > 0 && !hadGap) this.#waitForGap();
    this.#tell();
  }

  /** Missing updates often come a moment later. */
  #waitForGap(): void {
    setTimeout(() => {
      if (this.#roster !== null && this.#roster.early.length > 0) this.#waker.wake();
    }, this.#options.gapMs ?? 1_000).unref();
  }

  async #run(): Promise<void> {
    const { signal, log, rereadMs = 30_000 } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#read();
      } catch (error) {
        if (!signal.aborted) log.debug({ err: error }, 'the participants could not be read');
      }
      // Before the first success it is tried again soon.
      await this.#waker.wait(this.#roster === null ? 2_000 : rereadMs, signal);
    }
  }

  /** Gives whether there was a list to read. */
  async #read(): Promise<boolean> {
    const { assistant, call, signal, onOverview } = this.#options;
    const list = await assistant.listParticipants(call, { signal });
    if (list === null || signal.aborted) return false;
    const early = this.#early;
    this.#early = [];
    // A list that is older than what the updates told already would undo them.
    if (this.#roster === null || list.version >= this.#roster.version) this.#roster = readRoster(list, this.#roster);
    for (const update of early) this.#roster = applyChange(this.#roster, update);
    this.#tell();
    const self = list.participants.find((one) => one.isSelf);
    if (self !== undefined) onOverview(self);
    return true;
  }

  #listeners(): Listeners | null {
    if (this.#roster === null) return null;
    const excluded = this.#options.assistantIds();
    return {
      count: countListeners(this.#roster, excluded),
      userIds: listListeners(this.#roster, excluded, namedMax),
    };
  }

  #tell(): void {
    const listeners = this.#listeners();
    const told = JSON.stringify(listeners);
    if (listeners === null || told === this.#told) return;
    this.#told = told;
    this.#options.onListeners(listeners);
  }
}
