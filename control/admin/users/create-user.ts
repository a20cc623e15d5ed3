import { may, refuseGiving } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { AdminRequest, Done, Forbidden, Invalid } from '../results.ts';
import type { NewUser, UserView } from '../users.ts';
import { findTaken, newUser } from './user-fields.ts';
import { toUserView } from './user-view.ts';

/**
 * Enters a person who has not talked to the bot yet.
 * @throws AppError `sql-unavailable`.
 */
export async function createUser(
  dependencies: AdminDependencies,
  request: AdminRequest,
  user: NewUser,
): Promise<Done<UserView> | Invalid | Forbidden> {
  const { ownerIds } = dependencies;
  if (!may(request.actor, 'manage-people')) return forbidden('manage-people');
  const checked = checkFields(newUser, user);
  if (checked.type === 'invalid') return checked;
  const { role, ...fields } = checked.fields;
  if (role === 'owner') return { type: 'invalid', fields: { role: { code: 'not-a-role' } } };
  const refused = refuseGiving(request.actor, role);
  if (refused !== null) return { type: 'forbidden', ...refused };
  return await changeOnce<Done<UserView> | Invalid | Forbidden>(
    dependencies,
    request,
    async ({ tables, write, at }) => {
      if ((await tables.users.find(fields.id)) !== null) return { type: 'invalid', fields: { id: { code: 'taken' } } };
      const taken = await findTaken(tables, fields.id, fields);
      if (taken !== null) return taken;
      const value = toUserView(await tables.users.create({ ...fields, role, isBlocked: false }, at), ownerIds);
      await write({ action: 'user.create', target: `user:${value.id}`, before: null, after: value });
      return { type: 'done', value };
    },
    async ({ users }, [{ after }]) => {
      const present = await users.find(fields.id);
      return { type: 'done', value: present === null ? (after as UserView) : toUserView(present, ownerIds) };
    },
  );
}
