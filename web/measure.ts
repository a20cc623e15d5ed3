import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { HttpMeter } from '../metrics/http.ts';

/** Scrapes: what they count would otherwise change by their counting. */
const scrapes: ReadonlySet<string> = new Set(['/metrics', '/api/v1/metrics']);
/** Whoever asked went away before the answer had begun: nginx' number for it. */
const clientClosed = 499;

type App = Hono<{ Bindings: HttpBindings }>;

/**
 * The app's `fetch`, with every request but scrapes measured, from its arrival until its answer is sent or its connection lost, by the
 * pattern of the route that answered it.
 */
export function measureRequests(app: App, meter: HttpMeter): App['fetch'] {
  return (request, env, context) => {
    const path = app.getPath(request);
    if (scrapes.has(path)) return app.fetch(request, env, context);
    const { outgoing } = env as HttpBindings;
    const begunAt = meter.begun();
    // Whatever comes of it, a response is closed once; by then nobody waits for it any more.
    outgoing.on('close', () => {
      meter.answered(begunAt, request.method, routeOf(app, request.method, path), statusOf(outgoing));
    });
    return app.fetch(request, env, context);
  };
}

/** The pattern that is matched last; middleware stands under the method ALL. null: nothing but middleware, which is 404. */
function routeOf(app: App, method: string, path: string): string | null {
  // As Hono looks for the one who answers: HEAD is answered as GET.
  const [matched] = app.router.match(method === 'HEAD' ? 'GET' : method, path);
  return matched.findLast(([[, route]]) => route.method !== 'ALL')?.[0][1].path ?? null;
}

function statusOf({ headersSent, statusCode }: HttpBindings['outgoing']): number {
  return headersSent ? statusCode : clientClosed;
}
