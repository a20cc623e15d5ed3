import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Changes settings.
-- KEYS    the stream's
-- ARGV    operation, then name and JSON of each
-- Result  {isFresh, {before, after} as JSON: each an object name → JSON}
-- Idempotent by the operation's remembered result: a late repetition must not undo what came after it.
local known = recall(ARGV[1])
if known then return {0, known} end
local function settingsJson()
  local flat, pairsJson = redis.call('HGETALL', settingsKey), {}
  for index = 1, #flat, 2 do pairsJson[#pairsJson + 1] = quoted(flat[index]) .. ':' .. cjson.encode(flat[index + 1]) end
  return '{' .. table.concat(pairsJson, ',') .. '}'
end
local before = settingsJson()
if #ARGV > 1 then redis.call('HSET', settingsKey, unpack(ARGV, 2)) end
return remember(ARGV[1], '{"before":' .. before .. ',"after":' .. settingsJson() .. '}')
`);

/** Settings as they are stored: JSON by name. */
export type StoredSettings = Readonly<Record<string, string>>;

/** {@link SettingsStore.change} without its event. `fields`: name and JSON, one after the other. */
export function changeSettings(
  link: RedisLink,
  streamId: StreamId,
  fields: readonly string[],
  id: OperationId,
): Promise<OperationResult<{ readonly before: StoredSettings; readonly after: StoredSettings }>> {
  return runOperation(link, streamId, { kind: 'settings', id, lua, args: fields });
}
