/** Remembers what was seen, up to a number. */
export interface Repeats {
  /** True from the second time on. */
  isRepeat(id: number): boolean;
}

/** Remembers the last `size` ids (default 5,000), so that an update that Telegram delivers twice is answered once. */
export function createRepeats(size = 5_000): Repeats {
  const seen = new Set<number>();
  return {
    isRepeat(id) {
      if (seen.has(id)) return true;
      seen.add(id);
      const oldest = seen.values().next().value;
      if (seen.size > size && oldest !== undefined) seen.delete(oldest);
      return false;
    },
  };
}
