import type { AuditAdministration } from '../../control/admin/audit.ts';
import type { AdminRequest } from '../../control/admin/results.ts';
import { readTrail } from './read-trail.ts';

/** One save writes at most so many entries: role, block, names, details. */
const mostEntries = 4;

/**
 * The entry of the audit that takes a request back: when it did one thing, and that can be taken back. Else null: nothing differed, or it
 * did several things, each of which the audit offers by itself.
 */
export async function findUndo(
  audit: AuditAdministration,
  { actor, operation }: AdminRequest,
  target: string,
): Promise<number | null> {
  const latest = await readTrail(audit, actor, { adminId: actor.person.id, target }, mostEntries);
  // Use cases put what they work on before the name.
  const [first, second] = latest.filter((it) => it.operation?.endsWith(`.${operation}`));
  if (first === undefined || second !== undefined) return null;
  return first.isReversible && first.revertedBy === null ? first.auditId : null;
}
