import type { Track } from '../../../storage/model.ts';
import type { CountedTrack } from '../../../storage/sql/records.ts';
import { may } from '../../policy.ts';
import { resolveQuery } from '../../resolve-query.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { AdminRequest } from '../results.ts';
import type { TrackAdministration } from '../tracks.ts';
import { newTrack } from './track-fields.ts';

type Created = Awaited<ReturnType<TrackAdministration['create']>>;

/** Checks are asked for in the name of no stream. */
const noStream = 0;

/**
 * Has a player fetch and check a link, and enters what it finds.
 * @throws AppError `sql-unavailable`, `redis-unavailable`.
 */
export async function createTrack(
  dependencies: AdminDependencies,
  request: AdminRequest,
  track: Parameters<TrackAdministration['create']>[1],
): Promise<Created> {
  // Before the check, as that may take half a minute.
  if (!may(request.actor, 'manage-tracks')) return forbidden('manage-tracks');
  const checked = checkFields(newTrack, track);
  if (checked.type === 'invalid') return checked;
  const { link, title, performer } = checked.fields;
  const resolution = await resolveQuery(dependencies, noStream, { type: 'text', text: link });
  if (resolution === null) return { type: 'no-answer' };
  if (resolution.type === 'refused') return resolution;
  if (resolution.type === 'choices') return { type: 'several' };
  const { tracks, refused = [] } = resolution;
  const [found] = tracks;
  if (found === undefined) {
    const [first] = refused;
    return { type: 'refused', ...(first ?? { name: link, refusal: { code: 'no-audio' } }) };
  }
  if (tracks.length > 1) return { type: 'several' };
  return await enter(dependencies, request, found, { title, performer });
}

async function enter(
  dependencies: AdminDependencies,
  request: AdminRequest,
  found: Track,
  { title, performer }: { readonly title: string | null; readonly performer: string | null },
): Promise<Created> {
  const { trackId } = found;
  const value = await changeOnce<CountedTrack | null>(
    dependencies,
    request,
    async ({ tables, write, at }) => {
      if ((await tables.tracks.find(trackId)) !== null) return null;
      await tables.tracks.upsert(found, at);
      const isRenamed = title !== null || performer !== null;
      const names = { title: title ?? found.title, performer: performer ?? found.performer };
      const entered = isRenamed
        ? await tables.tracks.update(trackId, { ...names, isRenamed })
        : await tables.tracks.find(trackId);
      await write({ action: 'track.create', target: `track:${trackId}`, before: null, after: entered });
      return entered;
    },
    ({ tracks }) => tracks.find(trackId),
  );
  return value === null ? { type: 'invalid', fields: { link: { code: 'taken' } } } : { type: 'done', value };
}
