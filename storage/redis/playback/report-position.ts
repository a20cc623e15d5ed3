import type { StreamId } from '../../model.ts';
import type { Fenced } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Notes where the current item is.
-- KEYS    the stream's
-- ARGV    fence, generation, position in milliseconds, seek serial or ''
-- Result  1, or 0 when generation or seek serial is not the present one
-- Idempotent: it sets. An older fence than the present one is refused with LEASE_LOST.
requireFence(ARGV[1])
local p = redis.call('HMGET', playbackKey, 'generation', 'seekSerial')
if (p[1] or '0') ~= ARGV[2] then return 0 end
if ARGV[4] ~= '' and (p[2] or '0') ~= ARGV[4] then return 0 end
redis.call('HSET', playbackKey, 'positionMs', ARGV[3])
return 1
`);

/** {@link PlaybackStore.reportPosition}. */
export async function reportPosition(
  link: RedisLink,
  streamId: StreamId,
  report: Fenced & { readonly generation: number; readonly positionMs: number; readonly seekSerial?: number },
): Promise<void> {
  const positionMs = Math.max(0, Math.round(report.positionMs));
  const args = [report.fence, report.generation, positionMs, report.seekSerial ?? ''];
  await link.runScript(lua, streamKeys(link.prefix, streamId), args);
}
