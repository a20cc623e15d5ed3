import { AppError } from '../../../errors.ts';
import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import type { AdminRequest, Forbidden } from '../results.ts';
import type { UserPatch } from '../users.ts';
import { updateUser } from './update-user.ts';

/** What became of a change of many people. */
export type ManyUpdated =
  | { readonly type: 'done'; readonly done: readonly number[]; readonly refused: readonly number[] }
  | Forbidden;

const most = 1_000;

/**
 * Changes people one after the other, each in a transaction of its own: others get their turn in between.
 * @throws AppError `sql-unavailable`; `internal` for more than 1,000 ids.
 */
export async function updateMany(
  dependencies: AdminDependencies,
  request: AdminRequest,
  ids: readonly number[],
  patch: Pick<UserPatch, 'role' | 'isBlocked'>,
): Promise<ManyUpdated> {
  if (!may(request.actor, 'manage-people')) return forbidden('manage-people');
  if (ids.length > most) throw new AppError('internal', `at most ${most} people are changed at once`);
  const done: number[] = [];
  const refused: number[] = [];
  for (const id of new Set(ids)) {
    const each = { ...request, operation: `${request.operation}.${id}` };
    const { type } = await updateUser(dependencies, each, id, { patch });
    (type === 'done' ? done : refused).push(id);
  }
  return { type: 'done', done, refused };
}
