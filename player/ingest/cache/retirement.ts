/** Files that nobody will open again but somebody may be reading. Whoever creates it closes it. */
export interface Retirement {
  add(path: string): void;
  /** Removes all of them now. */
  close(): Promise<void>;
}

/** Long enough for a reader that has just been told the path to open it, milliseconds. An open file outlives its name. */
const graceMs = 10 * 60_000;

/** Creates the list; `remove` deletes a file. */
export function createRetirement(remove: (path: string) => Promise<void>): Retirement {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    add(path) {
      const expire = () => {
        timers.delete(path);
        return remove(path);
      };
      timers.set(path, setTimeout(expire, graceMs).unref());
    },
    async close() {
      for (const timer of timers.values()) clearTimeout(timer);
      const paths = [...timers.keys()];
      timers.clear();
      await Promise.all(paths.map(remove));
    },
  };
}
