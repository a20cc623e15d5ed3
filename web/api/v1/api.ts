import { Hono } from 'hono';
import type { Control } from '../../../control/control.ts';
import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { RateLimit, RateLimits } from '../../../storage/web-access.ts';
import { incomingOf, type WebAccess } from '../../access/web-access.ts';
import { mountRoutes, type Route, type RouteGroup, type Viewer, type WebContext, type WebEnv } from '../../route.ts';
import type { ApiRoute } from './api-route.ts';
import { auditRoutes } from './audit-routes.ts';
import { createOpenApi } from './open-api.ts';
import { overviewRoutes } from './overview-routes.ts';
import { playbackRoutes } from './playback-routes.ts';
import { problem } from './problem.ts';
import { queueRoutes } from './queue-routes.ts';
import { streamRoutes } from './stream-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { trackRoutes } from './track-routes.ts';
import { userRoutes } from './user-routes.ts';

/** How often one person may write. */
const writeLimit: RateLimit = { points: 240, seconds: 60 };

/** What the API is made of. */
export interface ApiOptions {
  readonly control: Control;
  readonly access: WebAccess;
  readonly rateLimits: RateLimits;
  /** Of Efir, for the document. */
  readonly version: string;
  readonly log: Logger;
}

/** The JSON API: its routes with their rules, and the app that serves them and nothing else under /api/. */
export interface Api {
  readonly group: RouteGroup;
  /** Mount it behind all else under /api/: what it does not know is answered with a problem document. */
  readonly app: Hono<WebEnv>;
}

/** Creates it; nothing has to be closed. */
export function createApi({ control, access, rateLimits, version, log }: ApiOptions): Api {
  const routes: readonly ApiRoute[] = [
    ...overviewRoutes(control.admin),
    ...userRoutes(control.admin),
    ...streamRoutes(control),
    ...playbackRoutes(control),
    ...queueRoutes(control),
    ...trackRoutes(control.admin),
    ...auditRoutes(control.admin),
    ...tokenRoutes(control.admin),
  ];
  const document = JSON.stringify(createOpenApi(routes, version));
  const documentRoute: Route = {
    method: 'GET',
    path: '/api/v1/openapi.json',
    rule: 'public',
    handle: (context) => context.body(document, 200, { 'content-type': 'application/json' }),
  };
  const group: RouteGroup = {
    routes: [documentRoute, ...routes],
    readViewer: (context) => readViewer(context, control, access),
    refuse: (context, why) => {
      // A program without a token is told that it needs one, not where its pages should come from.
      if (why !== 'forbidden' && context.get('viewer') === null) {
        return problem(context, 'not-signed-in', { headers: { 'www-authenticate': 'Bearer realm="Efir"' } });
      }
      return problem(context, why);
    },
    isOwnOrigin: (context) => access.isOwnOrigin(incomingOf(context)),
    guardWrite: (context) => limitWrites(context, rateLimits),
  };
  const app = new Hono<WebEnv>();
  app.use('/api/v1/*', async (context, next) => {
    // All is of one person and one moment.
    context.header('cache-control', 'no-store');
    await next();
  });
  const mounted = mountRoutes(group);
  mounted.onError((error, context) => respondError(context, error, log));
  app.route('/', mounted);
  app.all('/api/*', (context) => respondUnknown(context, group.routes));
  return { group, app };
}

/** A token counts before a cookie; one that is nobody's is not made up for by a cookie. */
async function readViewer(context: WebContext, { admin }: Control, access: WebAccess): Promise<Viewer | null> {
  const authorization = context.req.header('authorization');
  if (authorization === undefined) return await access.readViewer(incomingOf(context));
  const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const actor = secret === undefined ? null : await admin.tokens.authenticate(secret);
  return actor === null ? null : { actor, session: null };
}

/** Counts the writes of a person, by whichever token or session. */
async function limitWrites(context: WebContext, rateLimits: RateLimits): Promise<Response | null> {
  const { isAllowed, retryAfterMs } = await rateLimits.take(
    'api',
    String(context.get('viewer')?.actor.person.id),
    writeLimit,
  );
  if (isAllowed) return null;
  return problem(context, 'too-many', { headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } });
}

/** Nothing is served there, or not by that method. */
function respondUnknown(context: WebContext, routes: readonly Route[]): Response {
  const here = routes.filter(({ path }) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(context.req.path));
  if (here.length === 0) return problem(context, 'not-found');
  const allow = [...new Set(here.map(({ method }) => method))].join(', ');
  return problem(context, 'method-not-allowed', { headers: { allow } });
}

function respondError(context: WebContext, error: Error, log: Logger): Response {
  const { code, retryAfterMs } = error instanceof AppError ? error : { code: 'internal', retryAfterMs: undefined };
  log.error({ err: error, path: context.req.path }, 'a request to the API failed');
  if (code !== 'redis-unavailable' && code !== 'sql-unavailable') return problem(context, 'internal');
  const seconds = Math.ceil((retryAfterMs ?? 5_000) / 1_000);
  return problem(context, 'unavailable', { headers: { 'retry-after': String(seconds) } });
}
