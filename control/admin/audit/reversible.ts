import type { AuditRecord } from '../../../storage/sql/records.ts';
import type { Actor } from '../../dependencies.ts';
import { type Action, may } from '../../policy.ts';

/** What kind of thing an entry changed, when it can be taken back. */
export type Reversible = 'user' | 'stream' | 'track' | 'settings' | 'queue';

const kinds: Readonly<Record<string, Reversible>> = {
  'user.role': 'user',
  'user.block': 'user',
  'user.unblock': 'user',
  'user.rename': 'user',
  'user.edit': 'user',
  'stream.rename': 'stream',
  'stream.edit': 'stream',
  'track.rename': 'track',
  'track.edit': 'track',
  'settings.change': 'settings',
  'queue.add': 'queue',
  'queue.move': 'queue',
  'queue.remove': 'queue',
  'queue.remove-of': 'queue',
  'queue.clear': 'queue',
  'queue.shuffle': 'queue',
};

/** null: it cannot be taken back. Whether it still can is found out by trying. */
export function kindOf({ action, before, after }: Pick<AuditRecord, 'action' | 'before' | 'after'>): Reversible | null {
  const kind = kinds[action] ?? null;
  if (kind === 'queue') return queueVersion(after) === null ? null : kind;
  return before === null ? null : kind;
}

/** The version that an edit gave the queue; null: it is not known. */
export function queueVersion(after: unknown): number | null {
  const version = typeof after === 'object' && after !== null && 'version' in after ? after.version : null;
  return typeof version === 'number' ? version : null;
}

const rights: Readonly<Record<Reversible, Action>> = {
  user: 'manage-people',
  stream: 'manage-streams',
  track: 'manage-tracks',
  settings: 'change-settings',
  queue: 'edit-queue',
};

/** Whether somebody may take an entry back, as far as the entry tells: of a person it matters, too, what they are by now. */
export function mayRevert(actor: Actor, entry: AuditRecord): boolean {
  const kind = kindOf(entry);
  return kind !== null && findMissingRight(actor, entry, kind) === null;
}

/** The right that somebody lacks to take an entry of that kind back; null: they may. */
export function findMissingRight(
  actor: Actor,
  { before, after }: Pick<AuditRecord, 'before' | 'after'>,
  kind: Reversible,
): Action | null {
  if (!may(actor, rights[kind])) return rights[kind];
  const isOfAdmin = kind === 'user' && (isAdmin(before) || isAdmin(after));
  return isOfAdmin && !may(actor, 'manage-admins') ? 'manage-admins' : null;
}

function isAdmin(fields: unknown): boolean {
  return typeof fields === 'object' && fields !== null && 'role' in fields && fields.role === 'admin';
}
