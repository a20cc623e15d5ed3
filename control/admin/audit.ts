import type { ListQuery, Page } from '../../storage/sql/paging.ts';
import type { AuditRecord } from '../../storage/sql/records.ts';
import type { AdminRequest, Done, Forbidden, NotFound, ReadRequest } from './results.ts';

/** What the audit can be filtered by. `kind`: the part of an action before the dot: user, stream, track, queue, playback, settings … */
export interface AuditFilter {
  readonly adminId?: number;
  readonly kind?: string;
  readonly action?: string;
  /** As `user:42`. */
  readonly target?: string;
  readonly origin?: AuditRecord['origin'];
  /** Unix milliseconds, both included. */
  readonly from?: number;
  readonly to?: number;
}

/** What to list. `search`: part of who did it, of the action, or of the target. */
export type AuditQuery = ListQuery<AuditFilter, 'at'>;

/** An entry; whether it can be taken back (by those who may), and the entry that took it back, if one did. */
export type AuditView = AuditRecord & { readonly isReversible: boolean; readonly revertedBy: number | null };

/** Who did what. Entries are never changed or deleted. */
export interface AuditAdministration {
  list(request: ReadRequest, query: AuditQuery): Promise<Page<AuditView> | Forbidden>;
  each(request: ReadRequest, query: Omit<AuditQuery, 'page' | 'pageSize'>): AsyncIterable<AuditView> | Forbidden;
  find(request: ReadRequest, auditId: number): Promise<Done<AuditView> | NotFound | Forbidden>;
  /**
   * Takes back a change of role, block, settings, name, or an edit of a queue; written as an entry of its own. `stale`: what it set was changed
   * again since (or it was taken back already), nothing happens.
   */
  revert(
    request: AdminRequest,
    auditId: number,
  ): Promise<Done<AuditView> | NotFound | Forbidden | { readonly type: 'not-reversible' | 'stale' }>;
}
