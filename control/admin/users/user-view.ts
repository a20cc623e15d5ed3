import type { User } from '../../../storage/sql/records.ts';
import { roleOf } from '../admin-dependencies.ts';
import type { UserView } from '../users.ts';

/** A row as it is shown: with the role that counts. */
export function toUserView(user: User, ownerIds: readonly number[]): UserView {
  return { ...user, role: roleOf(user, ownerIds) };
}
