import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type Operation, type OperationResult, parseResult, runForReply } from '../run-operation.ts';
import { streamKeys } from '../stream-keys.ts';

/** How many items are looked up at once: few enough to hold nobody up. */
const chunkSize = 250;

/**
 * Runs an operation whose result may be about very many items: those the script leaves out of it (`rememberItems` in
 * `queue-script.ts`) are looked up here. What was removed stays known while the edit can be undone.
 * @throws as `RedisLink.call`.
 */
export async function runEdit<T extends object>(
  link: RedisLink,
  streamId: StreamId,
  operation: Operation,
): Promise<OperationResult<T>> {
  const reply = (await runForReply(link, streamId, operation)) as [number, string, string[]?, string[]?];
  const [isFresh, json, ids, bodies] = reply;
  const result = parseResult(json, operation, streamId) as T;
  if (!ids) return { isFresh: isFresh === 1, result };
  const found = bodies ?? (await lookUp(link, streamId, ids));
  return {
    isFresh: isFresh === 1,
    result: { ...result, items: found.map((item) => parseResult(item, operation, streamId)) },
  };
}

async function lookUp(link: RedisLink, streamId: StreamId, ids: readonly string[]): Promise<string[]> {
  const key = streamKeys(link.prefix, streamId)[1] ?? '';
  const found: string[] = [];
  for (let first = 0; first < ids.length; first += chunkSize) {
    const part = await link.call((redis) => redis.hmget(key, ...ids.slice(first, first + chunkSize)));
    found.push(...part.filter((item) => item !== null));
  }
  return found;
}
