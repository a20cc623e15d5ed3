/** Lets so many messages through at once, and so many a second for long. */
const burst = 40;
const perSecond = 20;

/** How fast a client may write. */
export interface MessagePace {
  /** Whether the message that came now may be read. */
  mayRead(): boolean;
}

/** Creates it. `now`: milliseconds, monotonic. */
export function createMessagePace(now: () => number = () => performance.now()): MessagePace {
  let tokens = burst;
  let at = now();
  return {
    mayRead() {
      const time = now();
      tokens = Math.min(burst, tokens + ((time - at) * perSecond) / 1_000);
      at = time;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
