import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { isAllowed } from '../metrics/access.ts';
import type { Metrics } from '../metrics/registry.ts';

/** Renders the metrics of this process in the format that the Accept header asks for. */
export type RenderMetrics = Metrics['render'];

/** Who may read. `token`: METRICS_TOKEN. */
export interface MetricsRouteOptions {
  readonly render: RenderMetrics;
  readonly token: string | undefined;
}

/** GET /api/v1/metrics, and /metrics as its alias: open on loopback, elsewhere with the bearer token. */
export function routeMetrics(app: Hono<{ Bindings: HttpBindings }>, { render, token }: MetricsRouteOptions): void {
  app.on('GET', ['/api/v1/metrics', '/metrics'], async (context) => {
    const caller = {
      address: context.env.incoming.socket.remoteAddress,
      authorization: context.req.header('authorization'),
    };
    if (!isAllowed(caller, token)) {
      return context.text('METRICS_TOKEN is needed from other machines\n', 401, { 'www-authenticate': 'Bearer' });
    }
    const { contentType, body } = await render(context.req.header('accept'));
    return context.body(body, 200, { 'content-type': contentType });
  });
}
