import type { ListQuery, Page } from '../../storage/sql/paging.ts';
import type { User } from '../../storage/sql/records.ts';
import type { Role } from '../dependencies.ts';
import type { AdminRequest, Conflict, Done, Forbidden, Invalid, NotFound, ReadRequest } from './results.ts';

/** A person with the role that counts: those in OWNER_IDS are owners, whatever their row says. */
export type UserView = Omit<User, 'role'> & { readonly role: Role };

/** Which users. `blocked`: those who are blocked, of whatever role. */
export interface UserFilter {
  readonly role?: Role;
  readonly isBlocked?: boolean;
}

/** What users can be sorted by. */
export type UserSort = 'id' | 'name' | 'username' | 'role' | 'firstSeenAt' | 'lastSeenAt';

/** What to list. `search`: part of a name, @username or email, or an id. */
export type UserQuery = ListQuery<UserFilter, UserSort>;

/** A person who has not talked to the bot yet. `id`: their Telegram id. */
export interface NewUser {
  readonly id: number;
  readonly firstName: string;
  readonly lastName?: string | null;
  readonly username?: string | null;
  readonly email?: string | null;
  readonly note?: string | null;
  readonly role?: Role;
}

/** What to change; what is not named stays. Names are those of Telegram again when the person is next seen. */
export type UserPatch = Partial<Omit<NewUser, 'id'>> & { readonly isBlocked?: boolean };

/** Users: admins manage users and moderators, owners also admins; nobody an owner, and nobody themselves (but for email and note). */
export interface UserAdministration {
  list(request: ReadRequest, query: UserQuery): Promise<Page<UserView> | Forbidden>;
  /** All of them, in the order of the query and of all its pages; for the export. */
  each(request: ReadRequest, query: Omit<UserQuery, 'page' | 'pageSize'>): AsyncIterable<UserView> | Forbidden;
  find(request: ReadRequest, id: number): Promise<Done<UserView> | NotFound | Forbidden>;
  create(request: AdminRequest, user: NewUser): Promise<Done<UserView> | Invalid | Forbidden>;
  /** `expectedVersion`: as read; left out, whatever it is now. */
  update(
    request: AdminRequest,
    id: number,
    change: { readonly patch: UserPatch; readonly expectedVersion?: number },
  ): Promise<Done<UserView> | NotFound | Conflict<UserView> | Invalid | Forbidden>;
  delete(
    request: AdminRequest,
    id: number,
    expectedVersion?: number,
  ): Promise<Done<UserView> | NotFound | Conflict<UserView> | Forbidden>;
  /** Each by itself, as `update`: some may be refused while others are done. At most 1,000 ids. */
  updateMany(
    request: AdminRequest,
    ids: readonly number[],
    patch: Pick<UserPatch, 'role' | 'isBlocked'>,
  ): Promise<
    { readonly type: 'done'; readonly done: readonly number[]; readonly refused: readonly number[] } | Forbidden
  >;
  /** Whether somebody may change (`update`, `delete`) that person at all: for surfaces that hide what may not be done. */
  mayManage(request: ReadRequest, target: Pick<UserView, 'id' | 'role'>): boolean;
}
