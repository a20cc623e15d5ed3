import { may } from '../../policy.ts';
import type { AdminDependencies } from '../admin-dependencies.ts';
import type { UserView } from '../users.ts';

/** Signs somebody out everywhere who may not see the administration (any more). */
export async function endAccess(
  { store, log }: Pick<AdminDependencies, 'store' | 'log'>,
  { id, role, isBlocked }: Pick<UserView, 'id' | 'role' | 'isBlocked'>,
): Promise<void> {
  const actor = { person: { id, name: '' }, role, isBlocked, isChatOperator: false };
  if (may(actor, 'read-admin')) return;
  try {
    await store.webSessions.endAll(id);
  } catch (error) {
    // The change is done. Each use of a session asks for the role, and ends it then.
    log.warn({ err: error, userId: id }, 'the sessions of somebody who lost their rights could not be ended at once');
  }
}
