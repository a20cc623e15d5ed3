/** Runs pieces of work one after another for each key; different keys side by side. */
export interface Serial {
  /** Resolves (or throws) as the work does, once all before it under this key are done. */
  run<T>(key: number, work: () => Promise<T>): Promise<T>;
  /** Resolves when all work given so far is done. */
  idle(): Promise<void>;
}

/** Creates empty lines of work. */
export function createSerial(): Serial {
  const tails = new Map<number, Promise<unknown>>();
  return {
    run(key, work) {
      const result = (tails.get(key) ?? Promise.resolve()).then(work);
      // Whoever asked for the work hears of its error; the next piece only has to come after it.
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
    idle: async () => {
      await Promise.all(tails.values());
    },
  };
}
