import * as z from 'zod';
import type { Administration } from '../../../control/admin/administration.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { problem } from './problem.ts';
import { respondEmpty, respondFailure, respondForbidden } from './respond.ts';

const tag = 'Tokens';

/** One's own tokens: list, make, revoke. */
export function tokenRoutes({ tokens }: Pick<Administration, 'tokens'>): readonly ApiRoute[] {
  const base = '/api/v1/tokens';
  return [
    apiRoute(
      { method: 'GET', path: base, rule: 'read-admin' },
      { tag, summary: 'Lists one’s own tokens', gives: { status: 200, model: 'Tokens' } },
      async ({ context, request }) => {
        const rows = await tokens.list(request);
        return 'type' in rows ? respondForbidden(context, rows) : context.json({ rows });
      },
    ),
    apiRoute(
      { method: 'POST', path: base, rule: 'read-admin' },
      {
        tag,
        summary: 'Makes a token; its secret is shown this once',
        body: z.strictObject({ name: z.string() }),
        isNeverRepeated: true,
        gives: { status: 201, model: 'NewToken' },
      },
      async ({ context, request, body }) => {
        const result = await tokens.create(request, body);
        if (result.type === 'made-before') return problem(context, 'stale', { detail: 'It was made before.' });
        if (result.type !== 'done') return respondFailure(context, result);
        const { value, secret } = result;
        return context.json({ ...value, secret }, 201, { location: `${base}/${value.tokenId}` });
      },
    ),
    apiRoute(
      { method: 'DELETE', path: `${base}/:tokenId`, rule: 'read-admin' },
      {
        tag,
        summary: 'Revokes a token of one’s own',
        params: z.object({ tokenId: z.string().regex(/^[\w-]{1,64}$/) }),
        gives: { status: 204 },
      },
      async ({ context, request, params: { tokenId } }) => respondEmpty(context, await tokens.revoke(request, tokenId)),
    ),
  ];
}
