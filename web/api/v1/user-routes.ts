import * as z from 'zod';
import type { Administration } from '../../../control/admin/administration.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { listQuery, pageResponse, yesOrNo } from './list-query.ts';
import { respond, respondEmpty, respondForbidden } from './respond.ts';

const tag = 'Users';
const params = z.object({ id: z.string().regex(/^\d{1,15}$/) });
const role = z.enum(['user', 'moderator', 'admin']);
// Lengths, addresses and who may give what are the use cases' to judge: the API takes what has the right shape.
const fields = {
  firstName: z.string(),
  lastName: z.string().nullable(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  note: z.string().nullable(),
  role,
};
const newUser = z.strictObject(fields).partial().extend({ id: z.int(), firstName: z.string() });
const patch = z.strictObject({ ...fields, isBlocked: z.boolean() }).partial();
const query = listQuery(
  { sorts: ['id', 'name', 'username', 'role', 'firstSeenAt', 'lastSeenAt'], sort: 'lastSeenAt', order: 'desc' },
  { role: z.enum(['owner', 'admin', 'moderator', 'user']).optional(), isBlocked: yesOrNo.optional() },
);

/** Users: list, create, read, change, delete, and many at once. */
export function userRoutes({ users }: Pick<Administration, 'users'>): readonly ApiRoute[] {
  const base = '/api/v1/users';
  return [
    apiRoute(
      { method: 'GET', path: base, rule: 'read-admin' },
      { tag, summary: 'Lists users', query, gives: { status: 200, model: 'Users' } },
      async ({ context, request, query: { role: byRole, isBlocked, ...list } }) => {
        const filter = {
          ...(byRole === undefined ? {} : { role: byRole }),
          ...(isBlocked === undefined ? {} : { isBlocked }),
        };
        const page = await users.list(request, { ...list, filter });
        return 'type' in page ? respondForbidden(context, page) : pageResponse(context, page);
      },
    ),
    apiRoute(
      { method: 'POST', path: base, rule: 'manage-people' },
      {
        tag,
        summary: 'Enters somebody who has not talked to the bot yet',
        body: newUser,
        gives: { status: 201, model: 'User' },
      },
      async ({ context, request, body }) =>
        respond(context, await users.create(request, body), { status: 201, at: ({ id }) => `${base}/${id}` }),
    ),
    apiRoute(
      { method: 'POST', path: `${base}/bulk`, rule: 'manage-people' },
      {
        tag,
        summary: 'Gives many a role, or blocks or unblocks them; each by itself',
        body: z.strictObject({
          ids: z.array(z.int()).min(1).max(1_000),
          patch: z.strictObject({ role, isBlocked: z.boolean() }).partial(),
        }),
        gives: { status: 200, model: 'BulkResult' },
      },
      async ({ context, request, body }) => {
        const result = await users.updateMany(request, body.ids, body.patch);
        if (result.type === 'forbidden') return respondForbidden(context, result);
        return context.json({ done: result.done, refused: result.refused });
      },
    ),
    apiRoute(
      { method: 'GET', path: `${base}/:id`, rule: 'read-admin' },
      { tag, summary: 'Reads a user', params, gives: { status: 200, model: 'User' } },
      async ({ context, request, params: { id } }) => respond(context, await users.find(request, Number(id))),
    ),
    apiRoute(
      { method: 'PATCH', path: `${base}/:id`, rule: 'manage-people' },
      { tag, summary: 'Changes a user', params, body: patch, isVersioned: true, gives: { status: 200, model: 'User' } },
      async ({ context, request, params: { id }, body, expectedVersion }) =>
        respond(context, await users.update(request, Number(id), { patch: body, ...versionOf(expectedVersion) })),
    ),
    apiRoute(
      { method: 'DELETE', path: `${base}/:id`, rule: 'manage-people' },
      { tag, summary: 'Forgets a user', params, isVersioned: true, gives: { status: 204 } },
      async ({ context, request, params: { id }, expectedVersion }) =>
        respondEmpty(context, await users.delete(request, Number(id), expectedVersion)),
    ),
  ];
}

function versionOf(expectedVersion: number | undefined): { readonly expectedVersion?: number } {
  return expectedVersion === undefined ? {} : { expectedVersion };
}
