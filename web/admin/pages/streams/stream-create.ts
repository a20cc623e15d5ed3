import { html } from 'hono/html';
import type { FieldError } from '../../../../control/admin/results.ts';
import { forbidden, goTo, showPage } from '../../answers.ts';
import { type Call, get, post } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { readId } from '../../request/read-id.ts';
import { form } from '../../view/form.ts';
import { plainName } from '../../view/markup.ts';
import { chatTypes, readStreamInput, type StreamInput, streamFields } from './stream-form.ts';

/** GET /admin/streams/new */
export const showNewStream = get(
  '/admin/streams/new',
  (_, call) => draw(call, readStreamInput(new URLSearchParams())),
  'manage-streams',
);

/** POST /admin/streams */
export const createStream = post('/admin/streams', 'manage-streams', async ({ control }, call) => {
  const input = readStreamInput(call.form);
  const id = readId(input.id);
  const type = chatTypes.find((it) => it === input.type) ?? 'supergroup';
  if (id === null) return await draw(call, input, { id: { code: input.id === '' ? 'required' : 'not-an-id' } });
  const { title, username } = input;
  const stream = { id, type, title, username: username || null };
  const result = await control.admin.streams.create(adminRequest(call), stream);
  if (result.type === 'forbidden') return await forbidden(call, result);
  if (result.type === 'invalid') return await draw(call, input, result.fields);
  return goTo(call, `/admin/streams/${id}`, {
    text: call.scene.texts.broadcasts.created(plainName(result.value.title)),
  });
});

async function draw(call: Call, input: StreamInput, errors?: Readonly<Record<string, FieldError>>): Promise<Response> {
  const { scene } = call;
  const { broadcasts, frame } = scene.texts;
  const body = html`<div class="heading"><h1>${broadcasts.newTitle}</h1></div><p class="soft">${broadcasts.newAbout}</p>
<div class="part narrow">${form(scene, {
    action: '/admin/streams',
    fields: streamFields(scene, input, { isNew: true, ...(errors === undefined ? {} : { errors }) }),
    submit: frame.create,
    problem: errors === undefined ? undefined : frame.invalid,
  })}</div>`;
  return await showPage(call, { title: broadcasts.newTitle, body }, errors === undefined ? 200 : 422);
}
