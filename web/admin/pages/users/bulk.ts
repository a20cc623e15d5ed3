import { html } from 'hono/html';
import type { UserPatch } from '../../../../control/admin/users.ts';
import { forbidden, goTo } from '../../answers.ts';
import { post } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { pageBefore } from '../../request/page-before.ts';
import { readId } from '../../request/read-id.ts';
import { givableRoles, type SignedIn } from '../../scene.ts';
import { hiddenFields } from '../../view/form.ts';
import type { Markup } from '../../view/markup.ts';

/** No more are changed at a time than the use case takes. */
const mostAtOnce = 1_000;

/** The list of users as a form: what is done to those that are ticked. */
export function bulkBar(scene: SignedIn, table: Markup): Markup {
  const { people, frame } = scene.texts;
  return html`<form method="post" action="/admin/users/bulk" class="bulk" data-bulk data-select-all="${frame.selectAll}">
${hiddenFields({ operation: scene.operation })}
${table}
<div class="bulk-bar"><select name="role" aria-label="${people.newRole}">${givableRoles(scene).map(
    (role) => html`<option value="${role}">${people.roles[role]}</option>`,
  )}</select>
<button name="do" value="role" class="secondary">${people.setRole}</button>
<button name="do" value="block" class="secondary outline">${people.block}</button>
<button name="do" value="unblock" class="secondary outline">${people.unblock}</button></div>
</form>`;
}

/** POST /admin/users/bulk: a role or a block for all that are ticked. */
export const changeUsers = post('/admin/users/bulk', 'manage-people', async ({ control }, call) => {
  const { scene, form } = call;
  const { people } = scene.texts;
  // With the search, the filters and the page that the list was at.
  const path = pageBefore(call.context, '/admin/users');
  const ids = form.getAll('id').slice(0, mostAtOnce).map(readId);
  const patch = readPatch(scene, form);
  const known = ids.filter((id) => id !== null);
  if (known.length === 0 || patch === null) return goTo(call, path, { text: people.bulkNone, isBad: true });
  const result = await control.admin.users.updateMany(adminRequest(call), known, patch);
  if (result.type === 'forbidden') return await forbidden(call, result);
  const { done, refused } = result;
  const text = people.bulkDone(done.length) + (refused.length === 0 ? '' : people.bulkRefused(refused.length));
  return goTo(call, path, { text, isBad: done.length === 0 });
});

function readPatch(scene: SignedIn, form: URLSearchParams): Pick<UserPatch, 'role' | 'isBlocked'> | null {
  switch (form.get('do')) {
    case 'block':
      return { isBlocked: true };
    case 'unblock':
      return { isBlocked: false };
    case 'role': {
      const role = givableRoles(scene).find((it) => it === form.get('role'));
      return role === undefined ? null : { role };
    }
    default:
      return null;
  }
}
