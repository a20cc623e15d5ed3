import type { StreamId, TrackSource } from '../../model.ts';
import type { ListQuery } from '../paging.ts';
import type { AuditEntry, Role, SeenChat } from '../records.ts';

/** A list without its pages. */
export type WholeList<Query> = Omit<Query, 'page' | 'pageSize'>;

/** Which users. `role` owner: those in `ownerIds`, who are nothing else whatever their rows say. */
export type UserListQuery = ListQuery<
  { readonly role?: Role | 'owner'; readonly isBlocked?: boolean },
  'id' | 'name' | 'username' | 'role' | 'firstSeenAt' | 'lastSeenAt'
> & { readonly ownerIds: readonly number[] };

/** Which streams. `isOn`: those that are among `onIds`, or those that are not. */
export type StreamListQuery = ListQuery<
  { readonly isOn?: boolean; readonly type?: SeenChat['type'] },
  'id' | 'title' | 'firstSeenAt' | 'lastSeenAt'
> & { readonly onIds: readonly StreamId[] };

/** Which tracks. */
export type TrackListQuery = ListQuery<
  { readonly source?: TrackSource['type'] },
  'title' | 'performer' | 'durationMs' | 'playCount' | 'firstSeenAt' | 'lastSeenAt'
>;

/** Which entries. `kind`: the part of an action before the dot. Times are Unix milliseconds, both included. */
export type AuditListQuery = ListQuery<
  {
    readonly adminId?: number;
    readonly kind?: string;
    readonly action?: string;
    readonly target?: string;
    readonly origin?: AuditEntry['origin'];
    readonly from?: number;
    readonly to?: number;
  },
  'at'
>;
