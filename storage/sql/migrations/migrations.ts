import type { Migration } from 'kysely/migration';
import { records0001 } from './0001-records.ts';
import { auditOperation0002 } from './0002-audit-operation.ts';
import { sessionListeners0003 } from './0003-session-listeners.ts';
import { administration0004 } from './0004-administration.ts';

/** All migrations by name, forward only. The names' order is the order in which they run; one that was released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-records': records0001,
  '0002-audit-operation': auditOperation0002,
  '0003-session-listeners': sessionListeners0003,
  '0004-administration': administration0004,
};
