import type { Person, StreamSettings } from '../storage/model.ts';
import type { Actor, Role } from './dependencies.ts';

/** Everything that somebody may or may not do (the rows of SPEC.md "Roles"). */
export type Action =
  | 'see'
  | 'vote-skip'
  | 'add'
  | 'skip-item'
  | 'remove-item'
  | 'control-playback'
  | 'edit-queue'
  | 'change-settings'
  | 'read-admin'
  | 'manage-people'
  | 'manage-streams'
  | 'manage-tracks'
  | 'manage-admins';

const rank: Record<Role, number> = { user: 0, moderator: 1, admin: 2, owner: 3 };

/** The lowest role that may do it anywhere; a chat's operator may also do what `inOwnChat` lists. */
const lowest: Record<Action, Role> = {
  see: 'user',
  'vote-skip': 'user',
  add: 'user',
  'skip-item': 'moderator',
  'remove-item': 'moderator',
  'control-playback': 'moderator',
  'edit-queue': 'moderator',
  'change-settings': 'moderator',
  'read-admin': 'moderator',
  'manage-people': 'admin',
  'manage-streams': 'admin',
  'manage-tracks': 'admin',
  'manage-admins': 'owner',
};

const inOwnChat: ReadonlySet<Action> = new Set([
  'skip-item',
  'remove-item',
  'control-playback',
  'edit-queue',
  'change-settings',
]);

/** Actions that the person who added an item may take on it. */
const onOwnItem: ReadonlySet<Action> = new Set(['skip-item', 'remove-item']);

/**
 * The one place that decides rights. A blocked person may do nothing.
 * @param item the queue item the action is about, for `skip-item` and `remove-item`.
 */
export function may(actor: Actor, action: Action, item?: { readonly addedBy: Person }): boolean {
  if (isBlockedOut(actor)) return false;
  if (rank[actor.role] >= rank[lowest[action]]) return true;
  if (actor.isChatOperator && inOwnChat.has(action)) return true;
  return onOwnItem.has(action) && item !== undefined && item.addedBy.id === actor.person.id;
}

/** Whether a block counts. Owners cannot be blocked, so that nobody can lock them out. */
export function isBlockedOut({ isBlocked, role }: Pick<Actor, 'isBlocked' | 'role'>): boolean {
  return isBlocked && role !== 'owner';
}

/** Whether somebody may add tracks to a stream: everybody, or its operators only, as the stream is set. */
export function mayAdd(actor: Actor, { whoMayAdd }: Pick<StreamSettings, 'whoMayAdd'>): boolean {
  return may(actor, whoMayAdd === 'everyone' ? 'add' : 'edit-queue');
}

/** The lowest role that may do it (anywhere), for those who ask why not. */
export function roleFor(action: Action): Role {
  return lowest[action];
}

/** Of a person: what everybody who manages people may change of themselves, or what nobody may. */
type Managed = 'details' | 'standing';

/**
 * Why somebody may not change (or delete) a person; null: they may. `needs`: the role that may; null: nobody may. Nobody touches an owner,
 * and of themselves people change nothing but their `details` (email and note).
 */
export function refuseManaging(
  actor: Actor,
  target: { readonly id: number; readonly role: Role },
  what: Managed,
): { readonly needs: Role | null } | null {
  if (!may(actor, 'manage-people')) return { needs: lowest['manage-people'] };
  if (target.id === actor.person.id) return what === 'details' ? null : { needs: null };
  if (target.role === 'owner') return { needs: null };
  if (target.role === 'admin' && !may(actor, 'manage-admins')) return { needs: lowest['manage-admins'] };
  return null;
}

/** Why somebody may not give that role to anybody; null: they may. Owners are made by configuration only. */
export function refuseGiving(actor: Actor, role: Role): { readonly needs: Role | null } | null {
  if (role === 'owner') return { needs: null };
  const action = role === 'admin' ? 'manage-admins' : 'manage-people';
  return may(actor, action) ? null : { needs: lowest[action] };
}
