import type { RemovedTrack, RemovedTracks } from '../../removed-tracks.ts';
import { followStream } from '../events/follow-stream.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';

const keptRemovals = 10_000;

/** Deleted tracks: a Redis Stream that each player reads from its beginning. */
export function createRemovedTracks(link: RedisLink): RemovedTracks {
  const key = `${link.prefix}:removed-tracks`;
  return {
    async tell(removed) {
      await link.call((redis) => redis.xadd(key, 'MAXLEN', '~', keptRemovals, '*', 'track', JSON.stringify(removed)));
    },
    follow: (signal) =>
      followStream(link, key, {
        sinceId: '0-0',
        signal,
        decode: ([id, fields]) => parseStored(fields[1] ?? '', `removed track ${id}`) as RemovedTrack,
      }),
  };
}
