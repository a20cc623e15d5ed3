import { createPanelAccess } from './access/panel-access.ts';
import type { AdminDependencies } from './admin-dependencies.ts';
import type { Administration } from './administration.ts';
import { createAuditAdministration } from './audit/audit-administration.ts';
import { readStatistics } from './statistics/read-statistics.ts';
import { createStreamAdministration } from './streams/stream-administration.ts';
import { createTokenAdministration } from './tokens/token-administration.ts';
import { createTrackAdministration } from './tracks/track-administration.ts';
import { createUserAdministration } from './users/user-administration.ts';

/** Binds the use cases of the administration. */
export function createAdministration(dependencies: AdminDependencies): Administration {
  return {
    users: createUserAdministration(dependencies),
    streams: createStreamAdministration(dependencies),
    tracks: createTrackAdministration(dependencies),
    audit: createAuditAdministration(dependencies),
    tokens: createTokenAdministration(dependencies),
    access: createPanelAccess(dependencies),
    readStatistics: (request) => readStatistics(dependencies, request),
  };
}
