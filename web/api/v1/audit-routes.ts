import * as z from 'zod';
import type { Administration } from '../../../control/admin/administration.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { listQuery, pageResponse } from './list-query.ts';
import { problem } from './problem.ts';
import { respond, respondForbidden } from './respond.ts';

const tag = 'Audit';
const params = z.object({ auditId: z.string().regex(/^\d{1,15}$/) });
const query = listQuery(
  { sorts: ['at'], sort: 'at', order: 'desc' },
  {
    adminId: z.coerce.number().int().optional(),
    kind: z.string().max(64).optional(),
    action: z.string().max(64).optional(),
    target: z.string().max(200).optional(),
    origin: z.enum(['chat', 'panel', 'api', 'system']).optional(),
    from: z.coerce.number().int().optional(),
    to: z.coerce.number().int().optional(),
  },
);

/** Who did what: list, read, take back. */
export function auditRoutes({ audit }: Pick<Administration, 'audit'>): readonly ApiRoute[] {
  const base = '/api/v1/audit';
  return [
    apiRoute(
      { method: 'GET', path: base, rule: 'read-admin' },
      { tag, summary: 'Lists who did what, newest first', query, gives: { status: 200, model: 'AuditEntries' } },
      async ({ context, request, query: { search, sort, order, page, pageSize, ...filter } }) => {
        const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
        const found = await audit.list(request, {
          ...(search === undefined ? {} : { search }),
          sort,
          order,
          page,
          pageSize,
          filter: given,
        });
        return 'type' in found ? respondForbidden(context, found) : pageResponse(context, found);
      },
    ),
    apiRoute(
      { method: 'GET', path: `${base}/:auditId`, rule: 'read-admin' },
      { tag, summary: 'Reads an entry', params, gives: { status: 200, model: 'AuditEntry' } },
      async ({ context, request, params: { auditId } }) => respond(context, await audit.find(request, Number(auditId))),
    ),
    apiRoute(
      { method: 'POST', path: `${base}/:auditId/revert`, rule: 'read-admin' },
      { tag, summary: 'Takes back what an entry says was done', params, gives: { status: 200, model: 'AuditEntry' } },
      async ({ context, request, params: { auditId } }) => {
        const result = await audit.revert(request, Number(auditId));
        switch (result.type) {
          case 'not-reversible':
            return problem(context, 'stale', { detail: 'This cannot be taken back.' });
          case 'stale':
            return problem(context, 'stale', { detail: 'It was changed again since, or taken back already.' });
          default:
            return respond(context, result);
        }
      },
    ),
  ];
}
