import type { AuditAdministration } from './audit.ts';
import type { PanelAccess } from './panel-access.ts';
import type { Forbidden, ReadRequest } from './results.ts';
import type { Statistics } from './statistics.ts';
import type { StreamAdministration } from './streams.ts';
import type { TokenAdministration } from './tokens.ts';
import type { TrackAdministration } from './tracks.ts';
import type { UserAdministration } from './users.ts';

/**
 * What administrators do, whichever surface they do it from. Every use case asks `policy.ts` itself. All throw AppError `sql-unavailable`
 * and `redis-unavailable`.
 */
export interface Administration {
  readonly users: UserAdministration;
  readonly streams: StreamAdministration;
  readonly tracks: TrackAdministration;
  readonly audit: AuditAdministration;
  readonly tokens: TokenAdministration;
  /** Who is signed in to the panel, and how they got there. */
  readonly access: PanelAccess;
  /** For the panel's first page. */
  readStatistics(request: ReadRequest): Promise<Statistics | Forbidden>;
}
