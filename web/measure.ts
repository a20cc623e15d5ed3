import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { HttpMeter } from '../metrics/http.ts';
import type { WebContext, WebEnv } from './route.ts';

/** Scrapes: what they count would otherwise change by their counting. */
const scrapes: ReadonlySet<string> = new Set(['/metrics', '/api/v1/metrics']);

/** Measures every request but scrapes, by the pattern of the route that answered it. Use it before all other middleware. */
export function measureRequests(meter: HttpMeter): MiddlewareHandler<WebEnv> {
  return (context, next) => {
    if (scrapes.has(context.req.path)) return next();
    const begunAt = meter.begun();
    const end = () => meter.answered(begunAt, context.req.method, routeOf(context), context.res.status);
    // Errors are answers by then: Hono's onError comes before this. Should it fail itself, the request is over all the same.
    return next().then(end, (error: unknown) => {
      end();
      throw error;
    });
  };
}

/** The pattern that was matched last; middleware stands under the method ALL. null: nothing but middleware, which is 404. */
function routeOf(context: WebContext): string | null {
  return matchedRoutes(context).findLast(({ method }) => method !== 'ALL')?.path ?? null;
}
