/** A place in a line: `reached` resolves when all before it are done. Whoever takes a turn ends it, in any case. */
interface Turn {
  readonly reached: Promise<void>;
  end(): void;
}

/** Lines of turns, one for each key. */
export interface Turns {
  /** Takes the next turn at once (synchronously), so that turns stand in the order of receipt. */
  take(key: number): Turn;
}

/**
 * Creates empty lines. With them additions to one stream are checked side by side, but take their places in the queue in the
 * order they were asked for, however long a slow site keeps one of them.
 */
export function createTurns(): Turns {
  const last = new Map<number, Promise<void>>();
  return {
    take(key) {
      const reached = last.get(key) ?? Promise.resolve();
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      // Ended early, a turn still keeps those behind it waiting for those before it.
      const both = reached.then(() => ended);
      last.set(key, both);
      both.then(() => {
        if (last.get(key) === both) last.delete(key);
      });
      return { reached, end };
    },
  };
}
