/** Does work for each thing, `lanes` at a time, and gives the results in the order of the things. The first failure ends it. */
export async function inLanes<T, R>(
  things: readonly T[],
  lanes: number,
  work: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  // One iterator for all lanes: each takes the next that nobody has taken.
  const waiting = things.entries();
  const lane = async () => {
    for (const [i, thing] of waiting) results[i] = await work(thing);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, things.length) }, lane));
  return results;
}
