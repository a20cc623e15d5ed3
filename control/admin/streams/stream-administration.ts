import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import type { StreamAdministration } from '../streams.ts';
import { createStream } from './create-stream.ts';
import { deleteStream } from './delete-stream.ts';
import { toStreamView } from './stream-view.ts';
import { updateStream } from './update-stream.ts';

const mostSessions = 50;

/** Binds the use cases on streams. */
export function createStreamAdministration(dependencies: AdminDependencies): StreamAdministration {
  const { records, store } = dependencies;
  return {
    async list({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const onIds = await store.playback.listOn();
      const page = await records.streams.list({ ...query, onIds });
      return { ...page, rows: await Promise.all(page.rows.map((row) => toStreamView(dependencies, row))) };
    },
    each({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return (async function* () {
        const onIds = await store.playback.listOn();
        yield* records.streams.each({ ...query, onIds });
      })();
    },
    async find({ actor }, id) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const record = await records.streams.find(id);
      return record === null
        ? { type: 'not-found' }
        : { type: 'done', value: await toStreamView(dependencies, record) };
    },
    async sessions({ actor }, id, limit) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return await records.sessions.recent(id, Math.min(limit, mostSessions));
    },
    create: (request, stream) => createStream(dependencies, request, stream),
    update: (request, id, change) => updateStream(dependencies, request, id, change),
    delete: (request, id, expectedVersion) => deleteStream(dependencies, request, id, expectedVersion),
  };
}
