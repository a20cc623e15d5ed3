import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { AdminRequest, Done, Forbidden, Invalid } from '../results.ts';
import type { NewStream, StreamView } from '../streams.ts';
import { newStream } from './stream-fields.ts';
import { toStreamView } from './stream-view.ts';

/**
 * Enters a chat that the bot has not seen yet.
 * @throws AppError `sql-unavailable`, `redis-unavailable`.
 */
export async function createStream(
  dependencies: AdminDependencies,
  request: AdminRequest,
  stream: NewStream,
): Promise<Done<StreamView> | Invalid | Forbidden> {
  if (!may(request.actor, 'manage-streams')) return forbidden('manage-streams');
  const checked = checkFields(newStream, stream);
  if (checked.type === 'invalid') return checked;
  const { id } = checked.fields;
  const row = await changeOnce(
    dependencies,
    request,
    async ({ tables, write, at }) => {
      if ((await tables.streams.find(id)) !== null) return null;
      const created = await tables.streams.create({ ...checked.fields, note: null }, at);
      await write({ action: 'stream.create', target: `stream:${id}`, before: null, after: created });
      return created;
    },
    ({ streams }) => streams.find(id),
  );
  if (row === null) return { type: 'invalid', fields: { id: { code: 'taken' } } };
  return { type: 'done', value: await toStreamView(dependencies, row) };
}
