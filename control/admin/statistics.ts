import type { AuditRecord } from '../../storage/sql/records.ts';
import type { Role } from '../dependencies.ts';
import type { TrackView } from './tracks.ts';

/** What the panel's first page shows (FR-012). Times are Unix milliseconds. */
export interface Statistics {
  readonly users: { readonly total: number; readonly blocked: number; readonly byRole: Readonly<Record<Role, number>> };
  readonly streams: { readonly total: number; readonly live: number };
  readonly tracks: { readonly total: number };
  readonly listeners: {
    readonly now: number;
    readonly peak24h: number;
    /** Of the last 24 hours, every ten minutes, oldest first: the most that listened at a time, to all streams together. */
    readonly series: readonly { readonly at: number; readonly count: number }[];
  };
  /** Items that were on the air and did not fail. */
  readonly tracksPlayed: { readonly total: number; readonly last24h: number };
  /** Items that failed, and sessions that ended with an error. */
  readonly errors: { readonly total: number; readonly last24h: number };
  /** The ten most played of the last 30 days. */
  readonly topTracks: readonly TrackView[];
  /** The latest ten. */
  readonly audit: readonly AuditRecord[];
}
