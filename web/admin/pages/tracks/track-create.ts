import { html } from 'hono/html';
import { forbidden, goTo, showPage } from '../../answers.ts';
import { type Call, get, post } from '../../panel-route.ts';
import { refusalText } from '../../refusal-text.ts';
import { adminRequest } from '../../request/operation.ts';
import { form } from '../../view/form.ts';
import { plainName } from '../../view/markup.ts';
import { readTrackInput, type TrackInput, type TrackTrouble, trackFields } from './track-form.ts';
import { trackUrl } from './track-url.ts';

/** GET /admin/tracks/new */
export const showNewTrack = get(
  '/admin/tracks/new',
  (_, call) => draw(call, readTrackInput(new URLSearchParams())),
  'manage-tracks',
);

/** POST /admin/tracks: a player fetches and checks it. */
export const createTrack = post('/admin/tracks', 'manage-tracks', async ({ control }, call) => {
  const { texts } = call.scene;
  const input = readTrackInput(call.form);
  const { link, title, performer } = input;
  if (link === '') return await draw(call, input, { link: { code: 'required' } });
  const track = { link, title: title || null, performer: performer || null };
  const result = await control.admin.tracks.create(adminRequest(call), track);
  switch (result.type) {
    case 'done':
      return goTo(call, trackUrl(result.value.trackId), { text: texts.songs.created(plainName(result.value.title)) });
    case 'forbidden':
      return await forbidden(call, result);
    case 'invalid':
      return await draw(call, input, result.fields);
    case 'refused':
      return await draw(call, input, { link: refusalText(texts, result) });
    case 'several':
      return await draw(call, input, { link: texts.songs.several });
    case 'no-answer':
      return await draw(call, input, { link: texts.songs.noAnswer });
  }
});

async function draw(call: Call, input: TrackInput, errors?: TrackTrouble['errors']): Promise<Response> {
  const { scene } = call;
  const { songs, frame } = scene.texts;
  const body = html`<div class="heading"><h1>${songs.newTitle}</h1></div><p class="soft">${songs.newAbout}</p>
<div class="part narrow">${form(scene, {
    action: '/admin/tracks',
    fields: trackFields(scene, input, { isNew: true, ...(errors === undefined ? {} : { errors }) }),
    submit: frame.create,
    problem: errors === undefined ? undefined : frame.invalid,
  })}</div>`;
  return await showPage(call, { title: songs.newTitle, body }, errors === undefined ? 200 : 422);
}
