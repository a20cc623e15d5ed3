import { may, refuseManaging } from '../../policy.ts';
import { endAccess } from '../access/end-access.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import type { AdminRequest, Conflict, Done, Forbidden, NotFound } from '../results.ts';
import type { UserView } from '../users.ts';
import { toUserView } from './user-view.ts';

type Deleted = Done<UserView> | NotFound | Conflict<UserView> | Forbidden;

/**
 * Forgets a person; `value`: as they were. When they talk to the bot again they are a new user, blocked if they were blocked. The audit
 * stays.
 * @throws AppError `sql-unavailable`.
 */
export async function deleteUser(
  dependencies: AdminDependencies,
  request: AdminRequest,
  id: number,
  expectedVersion?: number,
): Promise<Deleted> {
  const { ownerIds } = dependencies;
  if (!may(request.actor, 'manage-people')) return forbidden('manage-people');
  const result = await changeOnce<Deleted>(
    dependencies,
    request,
    async ({ tables, write }) => {
      const row = await tables.users.find(id);
      if (row === null) return { type: 'not-found' };
      const value = toUserView(row, ownerIds);
      const refused = refuseManaging(request.actor, value, 'standing');
      if (refused !== null) return { type: 'forbidden', ...refused };
      if (expectedVersion !== undefined && expectedVersion !== row.version) return { type: 'conflict', current: value };
      await tables.users.delete(id);
      await write({ action: 'user.delete', target: `user:${id}`, before: value, after: null });
      return { type: 'done', value };
    },
    (_, [{ before }]) => Promise.resolve({ type: 'done', value: before as UserView }),
  );
  if (result.type === 'done') await endAccess(dependencies, { ...result.value, role: 'user' });
  return result;
}
