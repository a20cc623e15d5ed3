import type { Faults } from '../faults.ts';

/** Loses, delays or reorders the updates of participants as the active faults say; the world itself stays right. */
export interface Spoiler {
  /** Sends one update, or what the faults make of that. `line`: the updates that reordering mixes with one another. */
  pass(line: string, chatId: number, send: () => void): void;
  /** Forgets what is held back. */
  close(): void;
}

/** How long updates are kept, in milliseconds. */
interface SpoilerTimes {
  /** A delayed one. */
  readonly delayMs: number;
  /** A reordered one, when no other comes that could go before it. */
  readonly heldAtMostMs: number;
}

const usual: SpoilerTimes = { delayMs: 3_000, heldAtMostMs: 5_000 };

/** Creates a spoiler; `close` ends its timers. */
export function createSpoiler(faults: Faults, { delayMs, heldAtMostMs } = usual): Spoiler {
  /** Line → what waits for the next update of that line. */
  const held = new Map<string, () => void>();
  const timers = new Set<NodeJS.Timeout>();

  /** Does something after a while, unless the spoiler is closed by then. */
  function later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer.unref());
  }

  /** Sends what was held back on that line, if anything was. */
  function release(line: string): void {
    const send = held.get(line);
    held.delete(line);
    send?.();
  }

  return {
    pass: (line, chatId, send) => {
      if (faults.take('participants-updates-lost', { chatId }) !== null) return;
      if (faults.take('participants-updates-delayed', { chatId }) !== null) {
        later(delayMs, send);
        return;
      }
      if (!held.has(line) && faults.take('participants-updates-reordered', { chatId }) !== null) {
        held.set(line, send);
        later(heldAtMostMs, () => release(line));
        return;
      }
      send();
      release(line);
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      held.clear();
    },
  };
}
