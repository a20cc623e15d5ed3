/** Runs work one at a time for each key, in the order of asking. */
export interface KeyedLocks {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Creates the locks; nothing to close. */
export function createKeyedLocks(): KeyedLocks {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(key, work) {
      const before = last.get(key);
      const mine = (async () => {
        // Whether the one before failed is its own affair.
        await Promise.allSettled([before]);
        return work();
      })();
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}
