import type { CallConnection } from './engine.ts';

/** Time limits of a media connection, milliseconds. */
export interface MediaLimits {
  /** For the first connection after a join (TELEGRAM-CALLS.md: about 15 s). */
  readonly connectMs: number;
  /** For coming back by itself after a break. */
  readonly recoverMs: number;
  /**
   * Without RTCP though it came regularly: the server is deaf. At least three of its usual intervals, whatever this says.
   */
  readonly silenceMs: number;
  /** With a connection that stands and nothing sent into it, although something is due every 20 ms, be it silence. */
  readonly sendMs: number;
  /** Without any RTCP since the connection stood. */
  readonly firstAnswerMs: number;
  /** Between checks with Telegram while media flows, and while it does not. */
  readonly checkUpMs: number;
  /**
   * tdesktop and tdlib ask more often then: the server forgets a source that is not connected within 4 to 20 s.
   */
  readonly checkDownMs: number;
}

/** The limits that Telegram's own clients and experience suggest. */
const defaultMediaLimits: MediaLimits = {
  connectMs: 15_000,
  recoverMs: 5_000,
  silenceMs: 3_500,
  sendMs: 5_000,
  firstAnswerMs: 15_000,
  checkUpMs: 10_000,
  checkDownMs: 4_000,
};

/** Why a connection is given up. */
export type MediaLoss = 'failed' | 'never-connected' | 'not-back' | 'deaf' | 'never-answered' | 'not-sending';

/**
 * What a watch looks at and whom it tells. `now`: monotonic milliseconds, the clock of `lastRtcpAtMs`.
 */
export interface MediaWatchOptions {
  readonly connection: Pick<CallConnection, 'engine' | 'state' | 'stats' | 'onState'>;
  readonly limits?: Partial<MediaLimits>;
  /** Media can flow: for the first time, or again. */
  readonly onUp: () => void;
  /** It broke; `onUp` or `onLost` follows. */
  readonly onDown: () => void;
  /** Told once; the watch has stopped then. */
  readonly onLost: (reason: MediaLoss) => void;
  /** It is time to ask Telegram whether we are still in the call. */
  readonly onCheckDue: () => void;
  readonly now?: () => number;
}

/** A running watch. Whoever started it stops it. */
export interface MediaWatch {
  readonly hasBeenUp: boolean;
  /** The server sent RTCP back; for engines that cannot tell, that it connected. */
  readonly hasAnswered: boolean;
  stop(): void;
}

/** How often the clock is looked at, milliseconds. */
const lookMs = 250;

/** Watches one media connection by its state, the RTCP that comes back, and the clock. */
export function watchMedia(options: MediaWatchOptions): MediaWatch {
  const { connection, onUp, onDown, onLost, onCheckDue, now = () => performance.now() } = options;
  const limits = { ...defaultMediaLimits, ...options.limits };
  const startedAt = now();
  let upAt: number | null = null;
  let downAt: number | null = null;
  let checkedAt = startedAt;
  const rtcp = createRtcpRhythm();
  const sending = createSendingWatch(now);
  let isUp = false;
  let isStopped = false;

  const stop = () => {
    isStopped = true;
    clearInterval(timer);
    unsubscribe();
  };
  const lose = (reason: MediaLoss) => {
    stop();
    onLost(reason);
  };

  const onState = () => {
    if (isStopped) return;
    const { state } = connection;
    if (state === 'failed' || state === 'closed') {
      lose('failed');
    } else if (state === 'connected' && !isUp) {
      isUp = true;
      upAt ??= now();
      downAt = null;
      onUp();
    } else if (state !== 'connected' && isUp) {
      isUp = false;
      downAt = now();
      onDown();
    }
  };

  const look = () => {
    const { lastRtcpAtMs, packetsSent } = connection.stats();
    rtcp.note(lastRtcpAtMs);
    const idleMs = sending.look(packetsSent, isUp);
    const reason =
      idleMs > limits.sendMs
        ? 'not-sending'
        : overdue(connection.engine, limits, {
            now: now(),
            startedAt,
            upAt,
            downAt,
            lastRtcpAtMs,
            usualMs: rtcp.usualMs,
          });
    if (reason !== null) {
      lose(reason);
      return;
    }
    if (now() - checkedAt < (isUp ? limits.checkUpMs : limits.checkDownMs)) return;
    checkedAt = now();
    onCheckDue();
  };

  const unsubscribe = connection.onState(onState);
  const timer = setInterval(look, lookMs);
  // The state may have changed before anybody listened.
  queueMicrotask(onState);
  return {
    get hasBeenUp() {
      return upAt !== null;
    },
    get hasAnswered() {
      return upAt !== null && (connection.engine !== 'native' || connection.stats().lastRtcpAtMs !== null);
    },
    stop,
  };
}

interface Times {
  readonly now: number;
  readonly startedAt: number;
  /** First connected; null: never yet. */
  readonly upAt: number | null;
  /** Broken since; null: not broken. */
  readonly downAt: number | null;
  readonly lastRtcpAtMs: number | null;
  /** The longest usual time between RTCP; null while there was none or one only. */
  readonly usualMs: number | null;
}

/**
 * Learns how often RTCP comes: servers differ (1 to 5 s), and a limit for one would be a false alarm for another.
 */
function createRtcpRhythm() {
  let lastAtMs: number | null = null;
  let usualMs: number | null = null;
  return {
    note: (atMs: number | null) => {
      if (atMs === null || atMs === lastAtMs) return;
      if (lastAtMs !== null) usualMs = Math.max(usualMs ?? 0, atMs - lastAtMs);
      lastAtMs = atMs;
    },
    get usualMs() {
      return usualMs;
    },
  };
}

/** Tells for how long nothing has been sent while it could have been. */
function createSendingWatch(now: () => number) {
  let sent = -1;
  let sentAt = now();
  let lookedAt = sentAt;
  return {
    look: (packetsSent: number, isUp: boolean): number => {
      const at = now();
      // When this process stood still, nothing was due either.
      const stoodStill = at - lookedAt > 4 * lookMs;
      lookedAt = at;
      if (packetsSent !== sent || !isUp || stoodStill) sentAt = at;
      sent = packetsSent;
      return at - sentAt;
    },
  };
}

/** The limit that is passed, if any. */
function overdue(engine: CallConnection['engine'], limits: MediaLimits, times: Times): MediaLoss | null {
  const { now, startedAt, upAt, downAt, lastRtcpAtMs, usualMs } = times;
  if (upAt === null) return now - startedAt > limits.connectMs ? 'never-connected' : null;
  if (downAt !== null) return now - downAt > limits.recoverMs ? 'not-back' : null;
  if (lastRtcpAtMs !== null) {
    const limitMs = usualMs === null ? limits.firstAnswerMs : Math.max(limits.silenceMs, 3 * usualMs);
    return now - lastRtcpAtMs > limitMs ? 'deaf' : null;
  }
  // Only the native engine sees RTCP at all.
  return engine === 'native' && now - upAt > limits.firstAnswerMs ? 'never-answered' : null;
}
