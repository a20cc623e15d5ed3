import { AppError } from '../../../errors.ts';
import type { StreamId } from '../../model.ts';
import type { Edited, QueueStore } from '../../store.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { addItems } from './add.ts';
import { clearQueue } from './clear.ts';
import { moveItem } from './move.ts';
import { readQueue } from './read.ts';
import { removeItems } from './remove.ts';

/** The queue of each stream: one Lua script an operation, its event right after it. */
export function createQueueStore(link: RedisLink, announce: Announce): QueueStore {
  async function announced(
    streamId: StreamId,
    change: 'remove' | 'move' | 'clear',
    { isFresh, result }: OperationResult<Edited>,
  ): Promise<Edited> {
    if (isFresh && result.type === 'done') {
      await announce(streamId, {
        type: 'queue.changed',
        data: { version: result.version, length: result.length, change },
      });
    }
    return result;
  }

  return {
    async add(streamId, items, place, operation) {
      if (items.length === 0) throw new AppError('internal', 'nothing to add');
      const { isFresh, result } = await addItems(link, streamId, items, place, operation);
      if (isFresh) {
        const { version, length } = result;
        await announce(streamId, { type: 'queue.changed', data: { version, length, change: 'add' } });
      }
      return result;
    },
    remove: async (streamId, range, operation) =>
      announced(streamId, 'remove', await removeItems(link, streamId, range, operation)),
    move: async (streamId, step, operation) =>
      announced(streamId, 'move', await moveItem(link, streamId, step, operation)),
    clear: async (streamId, operation) => announced(streamId, 'clear', await clearQueue(link, streamId, operation)),
    read: (streamId, window) => readQueue(link, streamId, window),
  };
}
