import type { AuditAdministration } from '../../control/admin/audit.ts';
import type { Call } from './panel-route.ts';
import { readTrail } from './read-trail.ts';
import { plainName } from './view/markup.ts';

/** Says who changed something while it was edited here, and what to do. */
export async function conflictText(
  audit: AuditAdministration,
  { actor, scene }: Call,
  target: string,
): Promise<string> {
  const { frame } = scene.texts;
  const [latest] = await readTrail(audit, actor, { target }, 1);
  const who = latest === undefined ? frame.conflictUnknown : frame.conflict(plainName(latest.adminName));
  return `${who} ${frame.conflictHint}`;
}
