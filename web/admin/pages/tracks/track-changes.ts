import type { Conflict } from '../../../../control/admin/results.ts';
import type { TrackView } from '../../../../control/admin/tracks.ts';
import { forbidden, goTo, goToDone, notFound } from '../../answers.ts';
import { conflictText } from '../../conflict-text.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import { type Call, get, post } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { readVersion } from '../../request/read-version.ts';
import { plainName } from '../../view/markup.ts';
import { readTrackInput, trackInputOf } from './track-form.ts';
import { drawTrack } from './track-page.ts';
import { trackUrl } from './track-url.ts';

/** GET /admin/tracks/:id */
export const showTrack = get('/admin/tracks/:id', async (dependencies, call) => {
  const found = await dependencies.control.admin.tracks.find({ actor: call.actor }, trackIdOf(call));
  if (found.type === 'not-found') return await notFound(call);
  return found.type === 'forbidden' ? await forbidden(call, found) : await drawTrack(dependencies, call, found.value);
});

/** POST /admin/tracks/:id: saves the form. */
export const updateTrack = post('/admin/tracks/:id', 'manage-tracks', async (dependencies, call) => {
  const { actor, form, scene } = call;
  const { tracks } = dependencies.control.admin;
  const trackId = trackIdOf(call);
  const input = readTrackInput(form);
  const patch = { title: input.title, performer: input.performer || null, note: input.note || null };
  const result = await tracks.update(adminRequest(call), trackId, { patch, ...readVersion(form) });
  switch (result.type) {
    case 'done': {
      const text = scene.texts.songs.saved(plainName(result.value.title));
      return await goToDone(dependencies, call, { path: trackUrl(trackId), text, target: `track:${trackId}` });
    }
    case 'not-found':
      return await notFound(call);
    case 'forbidden':
      return await forbidden(call, result);
    case 'conflict':
      return await redrawConflict(dependencies, call, result);
    case 'invalid': {
      const found = await tracks.find({ actor }, trackId);
      if (found.type !== 'done') return await notFound(call);
      const attempt = { input, errors: result.fields, problem: scene.texts.frame.invalid, status: 422 } as const;
      return await drawTrack(dependencies, call, found.value, attempt);
    }
  }
});

/** POST /admin/tracks/:id/delete */
export const deleteTrack = post('/admin/tracks/:id/delete', 'manage-tracks', async (dependencies, call) => {
  const { expectedVersion } = readVersion(call.form);
  const result = await dependencies.control.admin.tracks.delete(adminRequest(call), trackIdOf(call), expectedVersion);
  if (result.type === 'not-found') return await notFound(call);
  if (result.type === 'forbidden') return await forbidden(call, result);
  if (result.type === 'conflict') return await redrawConflict(dependencies, call, result);
  return goTo(call, '/admin/tracks', { text: call.scene.texts.songs.removed(plainName(result.value.title)) });
});

function trackIdOf({ context }: Call): string {
  return context.req.param('id') ?? '';
}

async function redrawConflict(
  dependencies: PanelDependencies,
  call: Call,
  { current }: Conflict<TrackView>,
): Promise<Response> {
  const problem = await conflictText(dependencies.control.admin.audit, call, `track:${current.trackId}`);
  const saved = trackInputOf(current);
  // A deletion sends no fields: the form is then as it is saved now.
  const input = call.form.has('title') ? readTrackInput(call.form) : saved;
  return await drawTrack(dependencies, call, current, { input, saved, problem, status: 409 });
}
