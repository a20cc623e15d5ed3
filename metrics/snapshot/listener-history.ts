import type { ListenerPoint } from './live-stream.ts';

const bucketMs = 10_000;
const keptMs = 600_000;

/**
 * Adds a count to a history. Within ten seconds the latest counts; of what is older than ten minutes one point is kept: the count that the ten
 * minutes began with. Older than the latest point: nothing happens.
 */
export function addListeners(
  history: readonly ListenerPoint[],
  { at, count }: ListenerPoint,
): readonly ListenerPoint[] {
  const latest = history.at(-1);
  if (latest !== undefined && at < latest.at) return history;
  const isSameBucket = latest !== undefined && Math.floor(at / bucketMs) === Math.floor(latest.at / bucketMs);
  // The place of a bucket is that of its first point, so that it does not wander while people come and go.
  const point = { at: isSameBucket ? latest.at : at, count };
  const points = [...(isSameBucket ? history.slice(0, -1) : history), point];
  const firstWithin = points.findIndex((it) => it.at > at - keptMs);
  return points.slice(Math.max(0, firstWithin - 1));
}
