import type { StreamId } from '../../model.ts';
import type { Emptiness } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { turnOffLua } from '../playback/stop.ts';
import { runForReply } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import { audienceLua } from './audience-lua.ts';
import { emptinessArgs } from './emptiness-args.ts';

const lua = streamScript(`${turnOffLua}${audienceLua}
-- Turns the stream off if nobody has come since somebody looked; queue, current item and position stay.
-- KEYS    the stream's
-- ARGV    operation (names the session), session, since when it is empty, when it was kept last or ''
-- Result  {isFresh, 'true'} when it was turned off; {0, 'false'} when not, and nothing changed
-- Idempotent by the operation's remembered result; 'false' is not remembered, as the same session may be empty again later.
local known = recall(ARGV[1])
if known then return {0, known} end
if not isAsEmpty(ARGV[2], ARGV[3], ARGV[4]) then return {0, 'false'} end
turnOff()
return remember(ARGV[1], 'true')
`);

/** {@link AudienceStore.endIfEmpty} without its event. */
export async function endIfEmpty(link: RedisLink, streamId: StreamId, expected: Emptiness): Promise<boolean> {
  const operation = { kind: 'auto-end', id: expected.sessionId, lua, args: emptinessArgs(expected) };
  const [, ended] = (await runForReply(link, streamId, operation)) as [number, string];
  return ended === 'true';
}
