import type { HistoryEntry, StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Reads what was current, the latest first.
-- KEYS    the stream's
-- ARGV    index of the last entry, 0-based
-- Result  each entry as JSON
-- Writes nothing.
local found = {}
for index, packed in ipairs(redis.call('LRANGE', historyKey, 0, ARGV[1])) do
  local entry = cmsgpack.unpack(packed)
  found[index] = '{"item":' .. entry[3] .. ',"outcome":' .. quoted(entry[4]) .. ',"reason":' .. quoted(entry[5])
    .. ',"endedAt":' .. entry[6] .. '}'
end
return found
`);

/** {@link PlaybackStore.history}. */
export async function readHistory(link: RedisLink, streamId: StreamId, limit: number): Promise<HistoryEntry[]> {
  if (limit < 1) return [];
  const reply = (await link.runScript(lua, streamKeys(link.prefix, streamId), [Math.floor(limit) - 1])) as string[];
  return reply.map((json) => parseStored(json, `the history of stream ${streamId}`) as HistoryEntry);
}
