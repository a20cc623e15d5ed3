import type { AuditAdministration } from '../../control/admin/audit.ts';
import type { Actor } from '../../control/dependencies.ts';
import { readTrail } from './read-trail.ts';

/** The latest thing that somebody did to a target, if it can be taken back; else null. */
export async function findUndo(audit: AuditAdministration, actor: Actor, target: string): Promise<number | null> {
  const [latest] = await readTrail(audit, actor, { adminId: actor.person.id, target }, 1);
  return latest?.isReversible === true && latest.revertedBy === null ? latest.auditId : null;
}
