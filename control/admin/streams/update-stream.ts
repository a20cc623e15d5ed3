import type { z } from 'zod';
import type { StreamRecord } from '../../../storage/sql/records.ts';
import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { type ChangeScope, changeOnce, differing, pick } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { AdminRequest, Conflict, Done, Forbidden, Invalid, NotFound } from '../results.ts';
import type { StreamPatch, StreamView } from '../streams.ts';
import { streamPatch } from './stream-fields.ts';
import { toStreamView } from './stream-view.ts';

/** What became of a change of a stream's row. */
export type StreamChanged = Done<StreamRecord> | NotFound | Conflict<StreamRecord>;

/** What is changed: `patch` has been checked. `reverts`: the entry that it takes back. */
export interface StreamChange {
  readonly id: number;
  readonly patch: z.output<typeof streamPatch>;
  readonly expectedVersion?: number | undefined;
  readonly reverts?: number;
}

const actions = { 'stream.rename': ['title', 'username'], 'stream.edit': ['note'] } as const;

/** Changes a stream's row within a transaction. Nothing is written when nothing differs. */
export async function changeStream(
  { tables, write }: Pick<ChangeScope, 'tables' | 'write'>,
  { id, patch, expectedVersion, reverts }: StreamChange,
): Promise<StreamChanged> {
  const before = await tables.streams.find(id);
  if (before === null) return { type: 'not-found' };
  if (expectedVersion !== undefined && expectedVersion !== before.version) return { type: 'conflict', current: before };
  const changes = differing(before, patch);
  if (changes === null) return { type: 'done', value: before };
  const after = await tables.streams.update(id, changes);
  if (after === null) return { type: 'not-found' };
  for (const [action, names] of Object.entries(actions)) {
    const part = names.filter((name) => name in changes);
    if (part.length === 0) continue;
    const taken = reverts === undefined ? {} : { reverts };
    await write({ action, target: `stream:${id}`, before: pick(before, part), after: pick(after, part), ...taken });
  }
  return { type: 'done', value: after };
}

/**
 * Changes what a stream is called here, and its note.
 * @throws AppError `sql-unavailable`, `redis-unavailable`.
 */
export async function updateStream(
  dependencies: AdminDependencies,
  request: AdminRequest,
  id: number,
  { patch, expectedVersion }: { readonly patch: StreamPatch; readonly expectedVersion?: number },
): Promise<Done<StreamView> | NotFound | Conflict<StreamView> | Invalid | Forbidden> {
  if (!may(request.actor, 'manage-streams')) return forbidden('manage-streams');
  const checked = checkFields(streamPatch, patch);
  if (checked.type === 'invalid') return checked;
  const changed = await changeOnce<StreamChanged>(
    dependencies,
    request,
    (scope) => changeStream(scope, { id, patch: checked.fields, expectedVersion }),
    async ({ streams }) => {
      const present = await streams.find(id);
      return present === null ? { type: 'not-found' } : { type: 'done', value: present };
    },
  );
  if (changed.type === 'not-found') return changed;
  if (changed.type === 'conflict') {
    return { type: 'conflict', current: await toStreamView(dependencies, changed.current) };
  }
  return { type: 'done', value: await toStreamView(dependencies, changed.value) };
}
