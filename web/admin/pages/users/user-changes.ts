import type { Conflict } from '../../../../control/admin/results.ts';
import type { UserView } from '../../../../control/admin/users.ts';
import { forbidden, goTo, goToDone, notFound } from '../../answers.ts';
import { conflictText } from '../../conflict-text.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import { type Call, get, post } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { readId } from '../../request/read-id.ts';
import { readVersion } from '../../request/read-version.ts';
import { plainName } from '../../view/markup.ts';
import { personName } from '../../view/person-name.ts';
import { inputOf, patchOf, readInput } from './user-form.ts';
import { drawUser } from './user-page.ts';

/** GET /admin/users/:id */
export const showUser = get('/admin/users/:id', async (dependencies, call) => {
  const id = readId(call.context.req.param('id'));
  const found = id === null ? null : await dependencies.control.admin.users.find({ actor: call.actor }, id);
  if (found === null || found.type === 'not-found') return await notFound(call);
  return found.type === 'forbidden' ? await forbidden(call, found) : await drawUser(dependencies, call, found.value);
});

/** POST /admin/users/:id: saves the form. */
export const updateUser = post('/admin/users/:id', 'manage-people', async (dependencies, call) => {
  const { actor, scene, form } = call;
  const { users } = dependencies.control.admin;
  const id = readId(call.context.req.param('id'));
  if (id === null) return await notFound(call);
  const input = readInput(form);
  const patch = patchOf(scene, input, id === actor.person.id);
  const result = await users.update(adminRequest(call), id, { patch, ...readVersion(form) });
  switch (result.type) {
    case 'done': {
      const text = scene.texts.people.saved(plainName(personName(result.value)));
      return await goToDone(dependencies, call, { path: `/admin/users/${id}`, text, target: `user:${id}` });
    }
    case 'not-found':
      return await notFound(call);
    case 'forbidden':
      return await forbidden(call, result);
    case 'conflict':
      return await redrawConflict(dependencies, call, result);
    case 'invalid': {
      const found = await users.find({ actor }, id);
      if (found.type !== 'done') return await notFound(call);
      const attempt = { input, errors: result.fields, problem: scene.texts.frame.invalid, status: 422 } as const;
      return await drawUser(dependencies, call, found.value, attempt);
    }
  }
});

/** POST /admin/users/:id/delete */
export const deleteUser = post('/admin/users/:id/delete', 'manage-people', async (dependencies, call) => {
  const { scene, form } = call;
  const id = readId(call.context.req.param('id'));
  if (id === null) return await notFound(call);
  const { expectedVersion } = readVersion(form);
  const result = await dependencies.control.admin.users.delete(adminRequest(call), id, expectedVersion);
  if (result.type === 'not-found') return await notFound(call);
  if (result.type === 'forbidden') return await forbidden(call, result);
  if (result.type === 'conflict') return await redrawConflict(dependencies, call, result);
  return goTo(call, '/admin/users', { text: scene.texts.people.removed(plainName(personName(result.value))) });
});

/** Somebody was faster: what was written stays, and what they saved stands beside it. */
async function redrawConflict(
  dependencies: PanelDependencies,
  call: Call,
  { current }: Conflict<UserView>,
): Promise<Response> {
  const problem = await conflictText(dependencies.control.admin.audit, call, `user:${current.id}`);
  // A deletion sends no fields: the form is then as it is saved now.
  const input = call.form.has('note') ? readInput(call.form) : inputOf(current);
  return await drawUser(dependencies, call, current, { input, saved: inputOf(current), problem, status: 409 });
}
