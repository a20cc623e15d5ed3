import type { Listeners, StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';
import { audienceLua } from './audience-lua.ts';

const lua = streamScript(`${audienceLua}
-- Notes who listens to the session that runs. The emptiness begins with the first report of nobody, and ends with one of somebody.
-- KEYS    the stream's
-- ARGV    session, fence or '', number, ids as JSON, recount or '', for how long nobody listens (ms) after a visit that was not told, or ''
-- Result  1 when the number differs from what was known, else 0
-- Idempotent: it sets. An older fence than the present one is refused with LEASE_LOST.
if not runsSession(ARGV[1]) then return 0 end
if ARGV[2] ~= '' then requireFence(ARGV[2]) end
local known = redis.call('HMGET', audienceKey, 'sessionId', 'count', 'emptySince')
if known[1] ~= ARGV[1] then
  redis.call('DEL', audienceKey)
  known = {}
end
redis.call('HSET', audienceKey, 'sessionId', ARGV[1], 'count', ARGV[3], 'userIds', ARGV[4])
if ARGV[5] ~= '' then redis.call('HSET', audienceKey, 'recountId', ARGV[5]) end
if ARGV[3] ~= '0' then
  redis.call('HDEL', audienceKey, 'emptySince', 'keptAt', 'warnedAt')
elseif ARGV[6] ~= '' then
  redis.call('HDEL', audienceKey, 'keptAt', 'warnedAt')
  redis.call('HSET', audienceKey, 'emptySince', string.format('%.0f', tonumber(nowMs()) - tonumber(ARGV[6])))
elseif not known[3] then
  redis.call('HSET', audienceKey, 'emptySince', nowMs())
end
if known[2] == ARGV[3] then return 0 end
return 1
`);

/** What a player saw; see {@link AudienceStore.report}. */
export interface AudienceReport extends Listeners {
  readonly sessionId: string;
  readonly fence: number | null;
  readonly recountId?: string;
  readonly emptyForMs?: number;
}

/** {@link AudienceStore.report} without its event. Gives whether the number is news. */
export async function reportAudience(link: RedisLink, streamId: StreamId, report: AudienceReport): Promise<boolean> {
  const { sessionId, fence, count, userIds, recountId, emptyForMs } = report;
  const args = [
    sessionId,
    fence ?? '',
    count,
    JSON.stringify(userIds),
    recountId ?? '',
    emptyForMs === undefined ? '' : Math.round(emptyForMs),
  ];
  return (await link.runScript(lua, streamKeys(link.prefix, streamId), args)) === 1;
}
