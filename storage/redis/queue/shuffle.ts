import type { StreamId } from '../../model.ts';
import type { Edited, OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { queueScript } from './queue-script.ts';

const lua = queueScript(`
-- Puts the queue into a random order (Fisher and Yates), which follows from the operation alone.
-- KEYS    the stream's
-- ARGV    operation
-- Result  {isFresh, Edited as JSON}, without items; 'none' when the queue is empty
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local ids = allIds()
if #ids == 0 then return remember(ARGV[1], nothingEdited()) end
if #ids == 1 then return edited(ARGV[1], {}, {}, version()) end
local shuffled = {}
for index = 1, #ids do shuffled[index] = ids[index] end
math.randomseed(tonumber(string.sub(redis.sha1hex(ARGV[1]), 1, 7), 16))
for last = #shuffled, 2, -1 do
  local other = math.random(last)
  shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
end
arrange(shuffled)
local versionNow = redis.call('INCR', versionKey)
noteEdit({kind = 'shuffle', version = versionNow, ids = ids})
return edited(ARGV[1], {}, {}, versionNow)
`);

/** {@link QueueStore.shuffle} without its event. */
export function shuffleQueue(link: RedisLink, streamId: StreamId, id: OperationId): Promise<OperationResult<Edited>> {
  return runOperation(link, streamId, { kind: 'shuffle', id, lua, args: [] });
}
