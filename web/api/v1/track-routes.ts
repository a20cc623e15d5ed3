import * as z from 'zod';
import type { Administration } from '../../../control/admin/administration.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { listQuery, pageResponse } from './list-query.ts';
import { problem } from './problem.ts';
import { respond, respondEmpty, respondForbidden } from './respond.ts';

const tag = 'Tracks';
const params = z.object({ trackId: z.string().regex(/^[\w-]{1,64}$/) });
const patch = z
  .strictObject({ title: z.string(), performer: z.string().nullable(), note: z.string().nullable() })
  .partial();
const newTrack = z.strictObject({
  link: z.string().meta({ description: 'An http(s) address, or a name in the library.' }),
  title: z.string().nullable().optional(),
  performer: z.string().nullable().optional(),
});
const query = listQuery(
  {
    sorts: ['title', 'performer', 'durationMs', 'playCount', 'firstSeenAt', 'lastSeenAt'],
    sort: 'lastSeenAt',
    order: 'desc',
  },
  { source: z.enum(['telegram', 'library', 'http', 'live', 'yt-dlp']).optional() },
);

/** Tracks: list, create, read, change, delete. */
export function trackRoutes({ tracks }: Pick<Administration, 'tracks'>): readonly ApiRoute[] {
  const base = '/api/v1/tracks';
  return [
    apiRoute(
      { method: 'GET', path: base, rule: 'read-admin' },
      { tag, summary: 'Lists tracks', query, gives: { status: 200, model: 'Tracks' } },
      async ({ context, request, query: { source, ...list } }) => {
        const page = await tracks.list(request, { ...list, filter: source === undefined ? {} : { source } });
        return 'type' in page ? respondForbidden(context, page) : pageResponse(context, page);
      },
    ),
    apiRoute(
      { method: 'POST', path: base, rule: 'manage-tracks' },
      { tag, summary: 'Has a player fetch and check a track', body: newTrack, gives: { status: 201, model: 'Track' } },
      async ({ context, request, body }) => {
        const result = await tracks.create(request, body);
        switch (result.type) {
          case 'refused':
            return problem(context, 'refused', {
              detail: `${result.name}: ${result.refusal.code}`,
              more: { refusal: result.refusal },
            });
          case 'several':
            return problem(context, 'refused', { detail: 'That is more than one track: name one.' });
          case 'no-answer':
            return problem(context, 'unavailable', { detail: 'No player answers.', headers: { 'retry-after': '10' } });
          default:
            return respond(context, result, { status: 201, at: ({ trackId }) => `${base}/${trackId}` });
        }
      },
    ),
    apiRoute(
      { method: 'GET', path: `${base}/:trackId`, rule: 'read-admin' },
      { tag, summary: 'Reads a track', params, gives: { status: 200, model: 'Track' } },
      async ({ context, request, params: { trackId } }) => respond(context, await tracks.find(request, trackId)),
    ),
    apiRoute(
      { method: 'PATCH', path: `${base}/:trackId`, rule: 'manage-tracks' },
      {
        tag,
        summary: 'Renames a track, or notes something',
        params,
        body: patch,
        isVersioned: true,
        gives: { status: 200, model: 'Track' },
      },
      async ({ context, request, params: { trackId }, body, expectedVersion }) => {
        const change = { patch: body, ...(expectedVersion === undefined ? {} : { expectedVersion }) };
        return respond(context, await tracks.update(request, trackId, change));
      },
    ),
    apiRoute(
      { method: 'DELETE', path: `${base}/:trackId`, rule: 'manage-tracks' },
      {
        tag,
        summary: 'Forgets a track; a file of the library is deleted, too',
        params,
        isVersioned: true,
        gives: { status: 204 },
      },
      async ({ context, request, params: { trackId }, expectedVersion }) =>
        respondEmpty(context, await tracks.delete(request, trackId, expectedVersion)),
    ),
  ];
}
