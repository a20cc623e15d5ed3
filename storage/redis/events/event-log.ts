import type { EventLog } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { consumeGroup } from './consume-group.ts';
import { followStream } from './follow-stream.ts';
import { decodeEvent, encodeEvent } from './stream-entry.ts';

/** About how many events are kept (Redis trims whole nodes of some 100 entries). */
const keptEvents = 10_000;
const takeOverAfterMs = 10_000;

/** The one Redis Stream of all events. `takeOverAfterMs`: see `consumeGroup`; default 10,000. */
export function createEventLog(link: RedisLink, options: { readonly takeOverAfterMs?: number } = {}): EventLog {
  const key = `${link.prefix}:events`;
  return {
    async bounds() {
      const [first, last] = await Promise.all([
        link.call((redis) => redis.xrange(key, '-', '+', 'COUNT', 1)),
        link.call((redis) => redis.xrevrange(key, '+', '-', 'COUNT', 1)),
      ]);
      return first[0] === undefined || last[0] === undefined ? null : { first: first[0][0], last: last[0][0] };
    },
    async publish(streamId, event) {
      const id = await link.call((redis) =>
        redis.xadd(key, 'MAXLEN', '~', keptEvents, '*', ...encodeEvent(streamId, event)),
      );
      return id ?? '';
    },
    follow: ({ sinceId, signal }) =>
      followStream(link, key, { signal, decode: decodeEvent, ...(sinceId !== undefined && { sinceId }) }),
    consume: (group, handle, signal) =>
      consumeGroup(link, key, {
        group,
        signal,
        handle,
        decode: decodeEvent,
        takeOverAfterMs: options.takeOverAfterMs ?? takeOverAfterMs,
      }),
  };
}
