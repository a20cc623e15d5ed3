import type { AuditRecord } from '../../../storage/sql/records.ts';

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
