import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import type { TrackAdministration } from '../tracks.ts';
import { createTrack } from './create-track.ts';
import { deleteTrack } from './delete-track.ts';
import { updateTrack } from './update-track.ts';

/** Binds the use cases on tracks. */
export function createTrackAdministration(dependencies: AdminDependencies): TrackAdministration {
  const { tracks } = dependencies.records;
  return {
    async list({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return await tracks.list(query);
    },
    each({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return tracks.each(query);
    },
    async find({ actor }, trackId) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const value = await tracks.find(trackId);
      return value === null ? { type: 'not-found' } : { type: 'done', value };
    },
    create: (request, track) => createTrack(dependencies, request, track),
    update: (request, trackId, change) => updateTrack(dependencies, request, trackId, change),
    delete: (request, trackId, expectedVersion) => deleteTrack(dependencies, request, trackId, expectedVersion),
  };
}
