import type { StreamId } from '../../model.ts';
import type { Edited, OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { queueScript } from './queue-script.ts';
import { runEdit } from './run-edit.ts';

const lua = queueScript(`
-- Empties the queue; the current item plays on.
-- KEYS    the stream's
-- ARGV    operation
-- Result  as 'rememberItems': an Edited; 'none' when it was empty
-- Idempotent by the operation's remembered result.
local known = recallItems(ARGV[1])
if known then return known end
local ids = allIds()
if #ids == 0 then return remember(ARGV[1], nothingEdited()) end
local removed = fewItemsOf(ids)
local _, users = queuedOf(ids)
redis.call('UNLINK', queueKey, addersKey, countsKey)
local versionNow = redis.call('INCR', versionKey)
local places = {}
for place = 1, #ids do places[place] = place end
noteEdit({kind = 'clear', version = versionNow, ids = ids, users = users, places = places})
return edited(ARGV[1], ids, removed, versionNow)
`);

/** {@link QueueStore.clear} without its event. */
export function clearQueue(link: RedisLink, streamId: StreamId, id: OperationId): Promise<OperationResult<Edited>> {
  return runEdit(link, streamId, { kind: 'clear', id, lua, args: [] });
}
