import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { HttpMeter } from '../metrics/http.ts';
import type { WebEnv } from './route.ts';

/** Scrapes: what they count would otherwise change by their counting. */
const scrapes: ReadonlySet<string> = new Set(['/metrics', '/api/v1/metrics']);

/** Measures every request but scrapes, by the pattern of the route that answered it. Use it before all other middleware. */
export function measureRequests(meter: HttpMeter): MiddlewareHandler<WebEnv> {
  return async (context, next) => {
    if (scrapes.has(context.req.path)) return await next();
    const end = meter.begin();
    try {
      await next();
    } finally {
      // Middleware stands under the method ALL; what is left without a route of its own has answered nothing but 404.
      const route = matchedRoutes(context).findLast(({ method }) => method !== 'ALL')?.path ?? null;
      end({ method: context.req.method, route, status: context.res.status });
    }
  };
}
