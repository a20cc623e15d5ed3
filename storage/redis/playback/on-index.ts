import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';

const pruneLua = `
-- Drops a stream from the index unless it was noted again since it was read.
-- KEYS[1] the index: sorted set stream id → when it was last noted
-- ARGV    stream id, the score that was read
-- Result  1 when dropped
-- Idempotent: a second run finds nothing.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[1])
`;

/** A stream that was noted less than this ago may be in the middle of its start. */
const settledAfterMs = 60_000;

/**
 * Which streams may be on. The index has a key of its own (another node of a cluster), so it cannot change in one script with the
 * stream: it is written before a start and holds every stream that is on, and some that are not; what is off is dropped on reading.
 */
export interface OnIndex {
  /** Before a start. */
  note(streamId: StreamId): Promise<void>;
  /** Streams that are on, in the order of their starts. */
  list(): Promise<readonly StreamId[]>;
}

/** Creates it. `now`: unix milliseconds. */
export function createOnIndex(link: RedisLink, now: () => number = Date.now): OnIndex {
  const key = `${link.prefix}:streams`;
  return {
    async note(streamId) {
      await link.call((redis) => redis.zadd(key, now(), String(streamId)));
    },
    async list() {
      const reply = await link.call((redis) => redis.zrange(key, '0', '-1', 'WITHSCORES'));
      const noted = Array.from({ length: reply.length / 2 }, (_, index) => ({
        member: reply[index * 2] ?? '',
        score: reply[index * 2 + 1] ?? '',
      }));
      const flags = await Promise.all(
        noted.map(({ member }) =>
          link.call((redis) => redis.hget(streamKeys(link.prefix, Number(member))[3] ?? '', 'isOn')),
        ),
      );
      const off = noted.filter(({ score }, index) => flags[index] !== '1' && now() - Number(score) > settledAfterMs);
      await Promise.all(off.map(({ member, score }) => link.runScript(pruneLua, [key], [member, score])));
      return noted.filter((_, index) => flags[index] === '1').map(({ member }) => Number(member));
    },
  };
}
