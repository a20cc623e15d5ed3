import type { AuditAdministration, AuditFilter, AuditView } from '../../control/admin/audit.ts';
import type { Actor } from '../../control/dependencies.ts';

/** How many entries stand on the page of what they are about. */
const shownEntries = 8;

/** The latest entries of the audit that match, newest first. */
export async function readTrail(
  audit: AuditAdministration,
  actor: Actor,
  filter: AuditFilter,
  count = shownEntries,
): Promise<readonly AuditView[]> {
  const page = await audit.list({ actor }, { filter, sort: 'at', order: 'desc', page: 1, pageSize: count });
  return 'type' in page ? [] : page.rows;
}
