import * as z from 'zod';
import type { Control } from '../../../control/control.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { listQuery, pageResponse, yesOrNo } from './list-query.ts';
import { respond, respondEmpty, respondFailure, respondForbidden } from './respond.ts';
import { streamParams } from './stream-params.ts';

const tag = 'Streams';
const type = z.enum(['group', 'supergroup', 'channel', 'private']);
const newStream = z.strictObject({
  id: z.int(),
  type,
  title: z.string(),
  username: z.string().nullable().default(null),
});
const patch = z
  .strictObject({ title: z.string(), username: z.string().nullable(), note: z.string().nullable() })
  .partial();
const query = listQuery(
  { sorts: ['id', 'title', 'firstSeenAt', 'lastSeenAt'], sort: 'lastSeenAt', order: 'desc' },
  { isOn: yesOrNo.optional(), type: type.optional() },
);

/** Streams as records: list, create, read, change, delete, and their sessions. */
export function streamRoutes({ admin: { streams } }: Pick<Control, 'admin'>): readonly ApiRoute[] {
  const base = '/api/v1/streams';
  return [
    apiRoute(
      { method: 'GET', path: base, rule: 'read-admin' },
      { tag, summary: 'Lists streams, live ones and known ones', query, gives: { status: 200, model: 'Streams' } },
      async ({ context, request, query: { isOn, type: ofType, ...list } }) => {
        const filter = { ...(isOn === undefined ? {} : { isOn }), ...(ofType === undefined ? {} : { type: ofType }) };
        const page = await streams.list(request, { ...list, filter });
        return 'type' in page ? respondForbidden(context, page) : pageResponse(context, page);
      },
    ),
    apiRoute(
      { method: 'POST', path: base, rule: 'manage-streams' },
      {
        tag,
        summary: 'Enters a chat that the bot has not seen yet',
        body: newStream,
        gives: { status: 201, model: 'Stream' },
      },
      async ({ context, request, body }) =>
        respond(context, await streams.create(request, body), { status: 201, at: ({ id }) => `${base}/${id}` }),
    ),
    apiRoute(
      { method: 'GET', path: `${base}/:id`, rule: 'read-admin' },
      { tag, summary: 'Reads a stream', params: streamParams, gives: { status: 200, model: 'Stream' } },
      async ({ context, request, params: { id } }) => respond(context, await streams.find(request, Number(id))),
    ),
    apiRoute(
      { method: 'PATCH', path: `${base}/:id`, rule: 'manage-streams' },
      {
        tag,
        summary: 'Changes what is written of a stream',
        params: streamParams,
        body: patch,
        isVersioned: true,
        gives: { status: 200, model: 'Stream' },
      },
      async ({ context, request, params: { id }, body, expectedVersion }) => {
        const change = { patch: body, ...(expectedVersion === undefined ? {} : { expectedVersion }) };
        return respond(context, await streams.update(request, Number(id), change));
      },
    ),
    apiRoute(
      { method: 'DELETE', path: `${base}/:id`, rule: 'manage-streams' },
      { tag, summary: 'Ends a stream and forgets it', params: streamParams, isVersioned: true, gives: { status: 204 } },
      async ({ context, request, params: { id }, expectedVersion }) =>
        respondEmpty(context, await streams.delete(request, Number(id), expectedVersion)),
    ),
    apiRoute(
      { method: 'GET', path: `${base}/:id/sessions`, rule: 'read-admin' },
      {
        tag,
        summary: 'Lists the latest sessions of a stream, newest first',
        params: streamParams,
        query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(20) }),
        gives: { status: 200, model: 'Sessions' },
      },
      async ({ context, request, params: { id }, query: { limit } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const rows = await streams.sessions(request, Number(id), limit);
        return 'type' in rows ? respondForbidden(context, rows) : context.json({ rows });
      },
    ),
  ];
}
