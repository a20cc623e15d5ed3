import type { Administration } from '../../../control/admin/administration.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { respondForbidden } from './respond.ts';

const tag = 'Overview';

/** Who one is to the API, and the figures of the first page. */
export function overviewRoutes(admin: Pick<Administration, 'readStatistics'>): readonly ApiRoute[] {
  return [
    apiRoute(
      { method: 'GET', path: '/api/v1/me', rule: 'see' },
      { tag, summary: 'Says whose session or token it is', gives: { status: 200, model: 'Me' } },
      async ({ context, viewer: { actor } }) => context.json({ ...actor.person, role: actor.role }),
    ),
    apiRoute(
      { method: 'GET', path: '/api/v1/statistics', rule: 'read-admin' },
      {
        tag,
        summary: 'Counts users, streams, listeners, tracks, plays and errors',
        gives: { status: 200, model: 'Statistics' },
      },
      async ({ context, request }) => {
        const figures = await admin.readStatistics(request);
        return 'type' in figures ? respondForbidden(context, figures) : context.json(figures);
      },
    ),
  ];
}
