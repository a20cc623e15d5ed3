import type { StreamId } from '../../model.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { createOnIndex } from '../playback/on-index.ts';
import { notesKey, streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const leaveLua = streamScript(`
-- Takes a stream off the air for its move, so that no player writes to it any more.
-- KEYS    the old stream's
-- Result  1
-- Idempotent: that it was on is remembered until the move is done.
redis.call('INCR', fenceKey)
redis.call('DEL', leaseKey)
if redis.call('HGET', playbackKey, 'isOn') == '1' then redis.call('HSET', playbackKey, 'isOn', '0', 'wasOn', '1') end
return 1
`);

const arriveLua = streamScript(`
-- Puts what was dumped under the new id; what is there already stays.
-- KEYS    the new stream's, then that of its notes
-- ARGV    the old id, then for each key to be written: its index in KEYS (1-based) and its value as DUMP gave it
-- Result  1
-- Idempotent: the state remembers from where it came, so that a second run brings nothing back that has gone since.
if redis.call('HGET', stateKey, 'migratedFrom') == ARGV[1] then return 1 end
for index = 2, #ARGV, 2 do
  local key = KEYS[tonumber(ARGV[index])]
  if redis.call('EXISTS', key) == 0 then redis.call('RESTORE', key, 0, ARGV[index + 1]) end
end
if redis.call('HGET', playbackKey, 'wasOn') == '1' then redis.call('HSET', playbackKey, 'isOn', '1') end
redis.call('HDEL', playbackKey, 'wasOn')
redis.call('HSET', stateKey, 'migratedFrom', ARGV[1])
return 1
`);

/** Places in `streamKeys` of what belongs to the id itself: the lease and its fence. */
const ownOfId = new Set([5, 6]);

/**
 * {@link RealtimeStore.migrate}. The two ids may lie on two nodes of a cluster, so it goes in steps: off the air under the old id, copied,
 * on the air under the new one, removed. After a crash in between the same again completes it.
 */
export async function migrateStream(
  link: RedisLink,
  announce: Announce,
  { from, to }: { readonly from: StreamId; readonly to: StreamId },
): Promise<void> {
  const oldKeys = [...streamKeys(link.prefix, from), notesKey(link.prefix, from)];
  const newKeys = [...streamKeys(link.prefix, to), notesKey(link.prefix, to)];
  await link.runScript(leaveLua, streamKeys(link.prefix, from), []);
  const dumps = await Promise.all(
    oldKeys.map(async (key, index) => (ownOfId.has(index) ? null : link.call((redis) => redis.dumpBuffer(key)))),
  );
  const values = dumps.flatMap((dump, index) => (dump === null ? [] : [index + 1, dump]));
  // Before it can be on, as before every start.
  await createOnIndex(link).note(to);
  await link.runScript(arriveLua, newKeys, [from, ...values]);
  await link.call((redis) => redis.unlink(...oldKeys));
  announce(from, { type: 'stream.migrated', data: { to } });
}
