import type { z } from 'zod';
import type { CountedTrack } from '../../../storage/sql/records.ts';
import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { type ChangeScope, changeOnce, differing, pick } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { AdminRequest, Conflict, Done, Forbidden, Invalid, NotFound } from '../results.ts';
import type { TrackPatch } from '../tracks.ts';
import { trackPatch } from './track-fields.ts';

/** What became of a change of a track. */
export type TrackChanged = Done<CountedTrack> | NotFound | Conflict<CountedTrack>;

/** What is changed: `patch` has been checked. `reverts`: the entry that it takes back. */
export interface TrackChange {
  readonly trackId: string;
  readonly patch: z.output<typeof trackPatch> & { readonly isRenamed?: boolean };
  readonly expectedVersion?: number | undefined;
  readonly reverts?: number;
}

const actions = { 'track.rename': ['title', 'performer', 'isRenamed'], 'track.edit': ['note'] } as const;

/** Changes a track within a transaction. Nothing is written when nothing differs. */
export async function changeTrack(
  { tables, write }: Pick<ChangeScope, 'tables' | 'write'>,
  { trackId, patch, expectedVersion, reverts }: TrackChange,
): Promise<TrackChanged> {
  const before = await tables.tracks.find(trackId);
  if (before === null) return { type: 'not-found' };
  if (expectedVersion !== undefined && expectedVersion !== before.version) return { type: 'conflict', current: before };
  const named = differing(before, patch);
  if (named === null) return { type: 'done', value: before };
  const isNamed = named.title !== undefined || named.performer !== undefined;
  const changes = isNamed ? { isRenamed: true, ...named } : named;
  const after = await tables.tracks.update(trackId, changes);
  if (after === null) return { type: 'not-found' };
  for (const [action, names] of Object.entries(actions)) {
    const part = names.filter((name) => name in changes);
    if (part.length === 0) continue;
    const taken = reverts === undefined ? {} : { reverts };
    await write({ action, target: `track:${trackId}`, before: pick(before, part), after: pick(after, part), ...taken });
  }
  return { type: 'done', value: after };
}

/**
 * Changes what a track is called, and its note.
 * @throws AppError `sql-unavailable`.
 */
export async function updateTrack(
  dependencies: AdminDependencies,
  request: AdminRequest,
  trackId: string,
  { patch, expectedVersion }: { readonly patch: TrackPatch; readonly expectedVersion?: number },
): Promise<TrackChanged | Invalid | Forbidden> {
  if (!may(request.actor, 'manage-tracks')) return forbidden('manage-tracks');
  const checked = checkFields(trackPatch, patch);
  if (checked.type === 'invalid') return checked;
  return await changeOnce<TrackChanged>(
    dependencies,
    request,
    (scope) => changeTrack(scope, { trackId, patch: checked.fields, expectedVersion }),
    async ({ tracks }) => {
      const present = await tracks.find(trackId);
      return present === null ? { type: 'not-found' } : { type: 'done', value: present };
    },
  );
}
