import { may } from '../../policy.ts';
import { endAccess } from '../access/end-access.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { AdminRequest } from '../results.ts';
import type { UserPatch } from '../users.ts';
import { changeUser, type UserChanged } from './change-user.ts';
import { userPatch } from './user-fields.ts';
import { toUserView } from './user-view.ts';

/**
 * Changes a person. Whoever may not see the administration any more is signed out of it.
 * @throws AppError `sql-unavailable`.
 */
export async function updateUser(
  dependencies: AdminDependencies,
  request: AdminRequest,
  id: number,
  { patch, expectedVersion }: { readonly patch: UserPatch; readonly expectedVersion?: number },
): Promise<UserChanged> {
  const { actor } = request;
  if (!may(actor, 'manage-people')) return forbidden('manage-people');
  const checked = checkFields(userPatch, patch);
  if (checked.type === 'invalid') return checked;
  const result = await changeOnce<UserChanged>(
    dependencies,
    request,
    (scope) => changeUser(dependencies, scope, { actor, id, patch: checked.fields, expectedVersion }),
    async ({ users }) => {
      const present = await users.find(id);
      return present === null
        ? { type: 'not-found' }
        : { type: 'done', value: toUserView(present, dependencies.ownerIds) };
    },
  );
  if (result.type === 'done') await endAccess(dependencies, result.value);
  return result;
}
