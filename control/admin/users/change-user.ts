import type { z } from 'zod';
import type { UserFields } from '../../../storage/sql/records.ts';
import type { Actor } from '../../dependencies.ts';
import { refuseGiving, refuseManaging } from '../../policy.ts';
import type { AdminDependencies } from '../admin-dependencies.ts';
import { type ChangeScope, differing, pick } from '../change-once.ts';
import type { Conflict, Done, Forbidden, Invalid, NotFound } from '../results.ts';
import type { UserView } from '../users.ts';
import { findTaken, type userPatch } from './user-fields.ts';
import { toUserView } from './user-view.ts';

/** What became of a change of a person. */
export type UserChanged = Done<UserView> | NotFound | Conflict<UserView> | Invalid | Forbidden;

/** What is changed: `patch` has been checked. `reverts`: the entry that it takes back. */
export interface UserChange {
  readonly actor: Actor;
  readonly id: number;
  readonly patch: z.output<typeof userPatch>;
  readonly expectedVersion?: number | undefined;
  readonly reverts?: number;
}

/** The fields that are written down together, as one action, and can be taken back together. */
const actions = {
  'user.role': ['role'],
  'user.block': ['isBlocked'],
  'user.rename': ['firstName', 'lastName', 'username'],
  'user.edit': ['email', 'note'],
} as const satisfies Record<string, readonly (keyof UserFields)[]>;

/** Changes a person within a transaction, after asking the policy. Nothing is written when nothing differs. */
export async function changeUser(
  { ownerIds }: Pick<AdminDependencies, 'ownerIds'>,
  { tables, write }: Pick<ChangeScope, 'tables' | 'write'>,
  { actor, id, patch, expectedVersion, reverts }: UserChange,
): Promise<UserChanged> {
  const row = await tables.users.find(id);
  if (row === null) return { type: 'not-found' };
  const before = toUserView(row, ownerIds);
  if (expectedVersion !== undefined && expectedVersion !== row.version) return { type: 'conflict', current: before };
  const changes = differing(before, patch);
  if (changes === null) return { type: 'done', value: before };
  const refused = refuseChange(actor, before, changes);
  if (refused !== null) return refused;
  const { role, ...fields } = changes;
  if (role === 'owner') return { type: 'invalid', fields: { role: { code: 'not-a-role' } } };
  const taken = await findTaken(tables, id, fields);
  if (taken !== null) return taken;
  const changed = await tables.users.update(id, role === undefined ? fields : { ...fields, role });
  if (changed === null) return { type: 'not-found' };
  const after = toUserView(changed, ownerIds);
  for (const [action, names] of Object.entries(actions)) {
    const part = names.filter((name) => name in changes);
    if (part.length === 0) continue;
    await write({
      action: action === 'user.block' && !after.isBlocked ? 'user.unblock' : action,
      target: `user:${id}`,
      before: pick(before, part),
      after: pick(after, part),
      ...(reverts === undefined ? {} : { reverts }),
    });
  }
  return { type: 'done', value: after };
}

function refuseChange(actor: Actor, target: UserView, changes: UserChange['patch']): Forbidden | null {
  const isDetails = Object.keys(changes).every((name) => name === 'email' || name === 'note');
  const refused = refuseManaging(actor, target, isDetails ? 'details' : 'standing');
  if (refused !== null) return { type: 'forbidden', ...refused };
  // That nobody becomes an owner is a matter of what may be written there, not of who writes it.
  const given = changes.role === undefined || changes.role === 'owner' ? null : refuseGiving(actor, changes.role);
  return given === null ? null : { type: 'forbidden', ...given };
}
