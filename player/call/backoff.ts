const firstMs = 300;
const longestMs = 15_000;
/** Spread around the middle, so that dozens of streams that fell together do not come back together. */
const jitter = 0.3;

/**
 * The pause before try number `attempt` (0: the first after things went wrong), milliseconds: 0.3 s, doubled each time, at most 15 s, ± 30 %.
 * `random`: 0 ≤ x < 1.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const middle = Math.min(firstMs * 2 ** Math.min(attempt, 20), longestMs);
  return Math.round(middle * (1 - jitter + 2 * jitter * random()));
}
