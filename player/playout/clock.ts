import type { Logger } from '../../log.ts';
import { createHistogram } from './histogram.ts';
import { frameMs } from './opus-packet.ts';

/**
 * Told every 20 ms that a frame is due. `skipped`: frames that were given up just before this one because the process stood still
 * for too long; the media time goes on by them. Gives whether it had somewhere to send to: what is not sent is not counted.
 */
export type FrameListener = (skipped: number) => boolean;

/** How punctual playout was since the start or the last reset. One frame = one listener that sent. */
export interface ClockStats {
  readonly frames: number;
  /** Frames more than 10 ms behind their time. */
  readonly late: number;
  /** Frames given up after the process stood still. */
  readonly missed: number;
  /** From the time a frame was due to its sending, bins of 0.25 ms. */
  readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** The one 20 ms clock of a process. Its owner closes it. */
export interface PlayoutClock {
  /** Calls `listener` every 20 ms from now on; returns the function that ends it. Many listeners are spread across the 20 ms. */
  add(listener: FrameListener): () => void;
  stats(): ClockStats;
  resetStats(): void;
  close(): void;
}

/** Time as the clock sees it; injected in tests. */
export interface ClockTime {
  /** Monotonic milliseconds with fractions. */
  now(): number;
  /** Runs `action` once after about `delayMs`; returns the function that cancels it. */
  schedule(action: () => void, delayMs: number): () => void;
}

/** What a clock needs. `time`: the process's monotonic time unless a test gives its own. */
export interface ClockOptions {
  readonly log: Logger;
  readonly time?: ClockTime;
}

/** Listeners are put into up to this many groups, each 4 ms after the other, so that many streams do not send in one burst. */
const slotCount = 5;
/** A group is filled so far before the next one is begun: each group costs 50 wake-ups a second, more than the packets of ten streams. */
const slotSize = 20;
/** After a pause of the process at most this many frames are sent at once; receivers' jitter buffers take that, more they drop. */
const maxBurst = 3;
const lateMs = 10;

interface Slot {
  readonly phaseMs: number;
  /** Replaced, never changed, so that listeners may come and go while it is walked. */
  listeners: readonly FrameListener[];
  /** Index of the frame that is due next; frame i is due at origin + phase + i · 20 ms. */
  nextFrame: number;
}

const processTime: ClockTime = {
  now: () => performance.now(),
  schedule(action, delayMs) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Creates the clock; it runs while it has listeners. Due times are multiples of 20 ms from one origin, so timer delays never add up to drift.
 * A listener that throws is logged and called again at its next frame: one broken stream must not stop the others.
 */
export function createPlayoutClock({ log, time = processTime }: ClockOptions): PlayoutClock {
  const origin = time.now();
  const slots: Slot[] = Array.from({ length: slotCount }, (_, index) => ({
    phaseMs: (index * frameMs) / slotCount,
    listeners: [],
    nextFrame: 0,
  }));
  const lateness = createHistogram();
  let counts = { frames: 0, late: 0, missed: 0 };
  let cancel: (() => void) | null = null;

  const dueAt = (slot: Slot) => origin + slot.phaseMs + slot.nextFrame * frameMs;

  function call(listener: FrameListener, skipped: number, dueMs: number): void {
    const lateByMs = time.now() - dueMs;
    try {
      if (!listener(skipped)) return;
    } catch (error) {
      log.error({ err: error }, 'a stream failed in its 20 ms frame');
      return;
    }
    lateness.add(lateByMs);
    counts.frames += 1;
    counts.missed += skipped;
    if (lateByMs > lateMs) counts.late += 1;
  }

  function run(slot: Slot, now: number): void {
    const due = Math.floor((now - dueAt(slot)) / frameMs) + 1;
    if (due <= 0) return;
    let skipped = Math.max(0, due - maxBurst);
    slot.nextFrame += skipped;
    for (let frame = skipped; frame < due; frame += 1) {
      const dueMs = dueAt(slot);
      slot.nextFrame += 1;
      for (const listener of slot.listeners) call(listener, skipped, dueMs);
      skipped = 0;
    }
  }

  function tick(): void {
    cancel = null;
    for (const slot of slots) if (slot.listeners.length > 0) run(slot, time.now());
    schedule();
  }

  function schedule(): void {
    const busy = slots.filter((slot) => slot.listeners.length > 0);
    if (cancel !== null || busy.length === 0) return;
    const next = Math.min(...busy.map(dueAt));
    // Rounded up: timers have whole milliseconds, and one that fires early costs a second wake-up.
    cancel = time.schedule(tick, Math.max(0, Math.ceil(next - time.now())));
  }

  function chooseSlot(): Slot {
    const total = slots.reduce((sum, { listeners }) => sum + listeners.length, 0);
    const open = slots.slice(0, Math.max(1, Math.ceil((total + 1) / slotSize)));
    return open.reduce((least, other) => (other.listeners.length < least.listeners.length ? other : least));
  }

  function stop(): void {
    cancel?.();
    cancel = null;
  }

  return {
    add(listener) {
      const slot = chooseSlot();
      if (slot.listeners.length === 0)
        slot.nextFrame = Math.max(0, Math.ceil((time.now() - origin - slot.phaseMs) / frameMs));
      slot.listeners = [...slot.listeners, listener];
      // The timer may be set for a later slot.
      stop();
      schedule();
      return () => {
        slot.listeners = slot.listeners.filter((other) => other !== listener);
        if (slots.every((other) => other.listeners.length === 0)) stop();
      };
    },
    stats: () => ({
      ...counts,
      latenessMs: { p50: lateness.quantile(0.5), p99: lateness.quantile(0.99), max: lateness.max() },
    }),
    resetStats() {
      lateness.reset();
      counts = { frames: 0, late: 0, missed: 0 };
    },
    close() {
      for (const slot of slots) slot.listeners = [];
      stop();
    },
  };
}
