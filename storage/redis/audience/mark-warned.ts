import type { StreamId } from '../../model.ts';
import type { Emptiness } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';
import { audienceLua } from './audience-lua.ts';
import { emptinessArgs } from './emptiness-args.ts';

const lua = streamScript(`${audienceLua}
-- Notes that the chat is warned of the end of this emptiness.
-- KEYS    the stream's
-- ARGV    session, since when it is empty, when it was kept last or ''
-- Result  1 when noted; 0 when it was noted before, or is not as empty any more
-- Idempotent: a second run finds it noted.
if not isAsEmpty(ARGV[1], ARGV[2], ARGV[3]) then return 0 end
return redis.call('HSETNX', audienceKey, 'warnedAt', nowMs())
`);

/** {@link AudienceStore.markWarned}. */
export async function markWarned(link: RedisLink, streamId: StreamId, expected: Emptiness): Promise<boolean> {
  return (await link.runScript(lua, streamKeys(link.prefix, streamId), emptinessArgs(expected))) === 1;
}
