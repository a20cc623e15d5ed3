/** How much earlier than computed an end may be told: clocks have milliseconds, and so have their differences. */
const toleranceMs = 50;

/**
 * SC-003 lets an end come this late. Somebody who comes when it is due, but before it has come, finds the stream ending: neither is wrong.
 */
const raceMs = 1_000;

/** A time without listeners, as it was made. Unix milliseconds. */
interface Emptiness {
  /** The last listener left between these two. */
  readonly fromAt: number;
  readonly untilAt: number;
  /** Somebody came; null: nobody has. */
  filledAt: number | null;
  endedAt: number | null;
}

/** What should have become of streams whose listeners came and went, and what did. */
export class EmptinessLedger {
  readonly #timeoutMs: number;
  readonly #streams = new Map<number, Emptiness[]>();
  readonly #outages: { readonly from: number; readonly to: number }[] = [];
  #falseEnds = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** The last listener left, between two times. */
  emptied(streamId: number, fromAt: number, untilAt: number): void {
    const entries = this.#streams.get(streamId) ?? [];
    entries.push({ fromAt, untilAt, filledAt: null, endedAt: null });
    this.#streams.set(streamId, entries);
  }

  /** Somebody came, not before `at`. */
  filled(streamId: number, at: number): void {
    const last = this.#streams.get(streamId)?.at(-1);
    if (last !== undefined && last.endedAt === null) last.filledAt = at;
  }

  /** No player saw what happened in this time. */
  outage(from: number, to: number): void {
    this.#outages.push({ from, to });
  }

  /** Efir has ended the stream. */
  ended(streamId: number, at: number): void {
    const last = this.#streams.get(streamId)?.at(-1);
    const isEmpty = last !== undefined && (last.filledAt === null || at <= last.filledAt + raceMs);
    if (!isEmpty || this.#isEarly(streamId, last, at)) this.#falseEnds += 1;
    else last.endedAt ??= at;
  }

  /** Whether it was not due: neither then, nor when somebody came. */
  #isEarly(streamId: number, entry: Emptiness, at: number): boolean {
    const emptyUntil = Math.min(at, entry.filledAt ?? at);
    return emptyUntil < this.#seenFrom(streamId, entry).fromAt + this.#timeoutMs - toleranceMs;
  }

  /** From when it was due to its end. A visit while a player came back may have been seen or not: both are right. */
  #errorMs(streamId: number, entry: Emptiness, endedAt: number): number {
    const seenMs = endedAt - entry.untilAt - this.#timeoutMs;
    return seenMs >= 0 ? seenMs : Math.max(0, endedAt - this.#seenFrom(streamId, entry).untilAt - this.#timeoutMs);
  }

  /** The emptiness as Efir could see it: who came and left while no player was there has not been seen. */
  #seenFrom(streamId: number, entry: Emptiness): Emptiness {
    const entries = this.#streams.get(streamId) ?? [];
    let first = entry;
    for (let i = entries.indexOf(entry) - 1; i >= 0; i -= 1) {
      const before = entries[i];
      const { filledAt } = before ?? { filledAt: null };
      const isUnseen = this.#outages.some(
        ({ from, to }) => filledAt !== null && filledAt >= from && first.fromAt <= to,
      );
      if (before === undefined || !isUnseen) break;
      first = before;
    }
    return first;
  }

  hasEnded(streamId: number): boolean {
    return (this.#streams.get(streamId) ?? []).some(({ endedAt }) => endedAt !== null);
  }

  /** The sums at the end. `errorsMs`: from when each was due to its end. */
  settle(now: number): {
    readonly due: number;
    readonly ended: number;
    readonly falseEnds: number;
    readonly errorsMs: readonly number[];
  } {
    // One that was filled in the moment in which it was due may have ended or not.
    const all = [...this.#streams].flatMap(([streamId, entries]) => entries.map((entry) => ({ streamId, entry })));
    const due = all.filter(({ entry: { untilAt, filledAt, endedAt } }) => {
      const lastedMs = (filledAt ?? now) - untilAt;
      return endedAt !== null || (filledAt === null && lastedMs >= this.#timeoutMs);
    });
    const errorsMs = due.flatMap(({ streamId, entry }) =>
      entry.endedAt === null ? [] : [this.#errorMs(streamId, entry, entry.endedAt)],
    );
    return { due: due.length, ended: errorsMs.length, falseEnds: this.#falseEnds, errorsMs };
  }
}
