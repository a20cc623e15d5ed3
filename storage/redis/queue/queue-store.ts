import type { EventBody } from '../../events.ts';
import type { StreamId } from '../../model.ts';
import type { QueueStore } from '../../store.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { addItems, offerItems } from './add.ts';
import { clearQueue } from './clear.ts';
import { moveItem } from './move.ts';
import { readQueue } from './read.ts';
import { removeItems } from './remove.ts';
import { removeItemsOf } from './remove-of.ts';
import { shuffleQueue } from './shuffle.ts';
import { undoEdit } from './undo.ts';

type Change = Extract<EventBody, { type: 'queue.changed' }>['data']['change'];

/** The queue of each stream: one Lua script an operation, its event right after it. */
export function createQueueStore(link: RedisLink, announce: Announce): QueueStore {
  /** Tells of a change, unless it was told of before or nothing changed. Gives the result. */
  function announced<T extends object>(streamId: StreamId, change: Change, { isFresh, result }: OperationResult<T>): T {
    if (isFresh && 'version' in result && 'length' in result) {
      const { version, length } = result as { readonly version: number; readonly length: number };
      announce(streamId, { type: 'queue.changed', data: { version, length, change } });
    }
    return result;
  }

  return {
    add: async (streamId, items, place, operation) =>
      announced(streamId, 'add', await addItems(link, streamId, items, place, operation)),
    offer: async (streamId, items, rules, operation) =>
      announced(streamId, 'add', await offerItems(link, streamId, items, rules, operation)),
    remove: async (streamId, range, operation) =>
      announced(streamId, 'remove', await removeItems(link, streamId, range, operation)),
    removeOf: async (streamId, userId, operation) =>
      announced(streamId, 'remove', await removeItemsOf(link, streamId, userId, operation)),
    move: async (streamId, step, operation) =>
      announced(streamId, 'move', await moveItem(link, streamId, step, operation)),
    clear: async (streamId, operation) => announced(streamId, 'clear', await clearQueue(link, streamId, operation)),
    shuffle: async (streamId, operation) =>
      announced(streamId, 'shuffle', await shuffleQueue(link, streamId, operation)),
    undo: async (streamId, operation, version) =>
      announced(streamId, 'undo', await undoEdit(link, streamId, operation, version)),
    read: (streamId, window) => readQueue(link, streamId, window),
  };
}
