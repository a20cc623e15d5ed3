import type { NoteStore } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';
import { notesKey } from '../stream-keys.ts';

/** Notes on a stream: one hash, JSON by name. */
export function createNoteStore(link: RedisLink): NoteStore {
  const { prefix } = link;
  return {
    async get<T>(streamId: number, name: string): Promise<T | null> {
      const json = await link.call((redis) => redis.hget(notesKey(prefix, streamId), name));
      return json === null ? null : (parseStored(json, `note ${name} of stream ${streamId}`) as T);
    },
    async set(streamId, name, value) {
      await link.call((redis) => redis.hset(notesKey(prefix, streamId), name, JSON.stringify(value)));
    },
    async remove(streamId, name) {
      await link.call((redis) => redis.hdel(notesKey(prefix, streamId), name));
    },
  };
}
