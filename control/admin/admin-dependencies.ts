import type { Records } from '../../storage/sql/records.ts';
import type { Actor, Role } from '../dependencies.ts';
import { type Action, roleFor } from '../policy.ts';
import type { ResolveDependencies } from '../resolve-query.ts';
import type { Forbidden } from './results.ts';

/** What the use cases of the administration work with. `ownerIds`: OWNER_IDS. */
export interface AdminDependencies extends ResolveDependencies {
  readonly records: Records;
  readonly ownerIds: readonly number[];
}

/** That an action is not for that person. */
export function forbidden(action: Action): Forbidden {
  return { type: 'forbidden', needs: roleFor(action) };
}

/** The role that counts: those in OWNER_IDS are owners. */
export function roleOf(user: { readonly id: number; readonly role: Role }, ownerIds: readonly number[]): Role {
  return ownerIds.includes(user.id) ? 'owner' : user.role;
}

/** Somebody as they are now, with the rights that they have everywhere. One who was never seen is a user. */
export async function readActor(
  { records, ownerIds }: Pick<AdminDependencies, 'records' | 'ownerIds'>,
  userId: number,
): Promise<Actor> {
  const user = await records.users.find(userId);
  const name = user === null ? String(userId) : user.username === null ? user.firstName : `@${user.username}`;
  return {
    person: { id: userId, name },
    role: roleOf({ id: userId, role: user?.role ?? 'user' }, ownerIds),
    isBlocked: user?.isBlocked ?? false,
    isChatOperator: false,
  };
}
