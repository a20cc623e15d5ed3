import { html } from 'hono/html';
import { forbidden, goTo, showPage } from '../../answers.ts';
import { type Call, get, post } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { readId } from '../../request/read-id.ts';
import { givableRoles } from '../../scene.ts';
import { form } from '../../view/form.ts';
import { plainName } from '../../view/markup.ts';
import { personName } from '../../view/person-name.ts';
import { type FormTrouble, readInput, type UserInput, userFields } from './user-form.ts';

/** GET /admin/users/new */
export const showNewUser = get(
  '/admin/users/new',
  (_, call) => draw(call, readInput(new URLSearchParams())),
  'manage-people',
);

/** POST /admin/users */
export const createUser = post('/admin/users', 'manage-people', async ({ control }, call) => {
  const { scene } = call;
  const input = readInput(call.form);
  const id = readId(input.id);
  const role = givableRoles(scene).find((it) => it === input.role);
  if (id === null)
    return await draw(call, input, { errors: { id: { code: input.id === '' ? 'required' : 'not-an-id' } } });
  if (role === undefined) return await draw(call, input, { errors: { role: { code: 'not-a-role' } } });
  const { firstName, lastName, username, email, note } = input;
  const result = await control.admin.users.create(adminRequest(call), {
    id,
    firstName,
    lastName: lastName || null,
    username: username || null,
    email: email || null,
    note: note || null,
    role,
  });
  if (result.type === 'forbidden') return await forbidden(call, result);
  if (result.type === 'invalid') return await draw(call, input, { errors: result.fields });
  const text = scene.texts.people.created(plainName(personName(result.value)));
  return goTo(call, `/admin/users/${id}`, { text });
});

async function draw(call: Call, input: UserInput, trouble: FormTrouble = {}): Promise<Response> {
  const { scene } = call;
  const { people, frame } = scene.texts;
  const isWrong = trouble.errors !== undefined;
  const body = html`<div class="heading"><h1>${people.newTitle}</h1></div><p class="soft">${people.newAbout}</p>
<div class="part narrow">${form(scene, {
    action: '/admin/users',
    fields: userFields(scene, input, { ...trouble, isNew: true, isOwn: false }),
    submit: frame.create,
    problem: isWrong ? frame.invalid : undefined,
  })}</div>`;
  return await showPage(call, { title: people.newTitle, body }, isWrong ? 422 : 200);
}
