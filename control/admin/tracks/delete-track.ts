import type { CountedTrack } from '../../../storage/sql/records.ts';
import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import type { AdminRequest, Conflict, Done, Forbidden, NotFound } from '../results.ts';
import { tellRemovals } from './tell-removals.ts';

type Deleted = Done<CountedTrack> | NotFound | Conflict<CountedTrack>;

/**
 * Forgets a track and its plays; `value`: as it was. That players are to be told is noted in the same transaction, so that it is not
 * forgotten.
 * @throws AppError `sql-unavailable`.
 */
export async function deleteTrack(
  dependencies: AdminDependencies,
  request: AdminRequest,
  trackId: string,
  expectedVersion?: number,
): Promise<Deleted | Forbidden> {
  if (!may(request.actor, 'manage-tracks')) return forbidden('manage-tracks');
  const result = await changeOnce<Deleted>(
    dependencies,
    request,
    async ({ tables, write, at }) => {
      const value = await tables.tracks.find(trackId);
      if (value === null) return { type: 'not-found' };
      if (expectedVersion !== undefined && expectedVersion !== value.version) {
        return { type: 'conflict', current: value };
      }
      await tables.tracks.delete(trackId, at);
      await write({ action: 'track.delete', target: `track:${trackId}`, before: value, after: null });
      return { type: 'done', value };
    },
    (_, [{ before }]) => Promise.resolve({ type: 'done', value: before as CountedTrack }),
  );
  if (result.type === 'done') await tellRemovals(dependencies);
  return result;
}
