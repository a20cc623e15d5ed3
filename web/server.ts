import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { HttpMeter } from '../metrics/http.ts';
import { type Readiness, routeHealth } from './health.ts';
import { measureRequests } from './measure.ts';
import { type RenderMetrics, routeMetrics } from './metrics.ts';
import type { WebEnv } from './route.ts';

/** What the HTTP surface is made of. */
export interface WebOptions {
  readonly config: Pick<Config, 'HTTP_HOST' | 'HTTP_PORT' | 'METRICS_TOKEN'>;
  /** Asked at every GET /healthz. */
  readonly readiness: Readiness;
  readonly renderMetrics: RenderMetrics;
  /** Parts with routes of their own: the status page, the panel, the JSON API. */
  readonly apps?: readonly Hono<WebEnv>[];
  /** Serves WebSockets on the server; what it gives is closed before the server. */
  readonly serveSockets?: (server: Server) => { close(): Promise<void> };
  /** Counts requests; absent: nobody does. */
  readonly meter?: HttpMeter;
  readonly log: Logger;
}

/** The running HTTP server. */
export interface RunningWeb {
  /** With the real port, when port 0 was asked for. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts to serve. @throws Error `EADDRINUSE` and the like when it cannot listen. */
export async function startWeb(options: WebOptions): Promise<RunningWeb> {
  const { config, readiness, renderMetrics, meter, apps = [], serveSockets, log } = options;
  const app = new Hono<{ Bindings: HttpBindings }>();
  // nosniff, no framing, no referrer: for every answer, so that no route can forget it. What a part says itself counts.
  // HSTS is the proxy's, where there is one.
  app.use(secureHeaders({ overwrite: false, strictTransportSecurity: false }));
  routeHealth(app, readiness);
  routeMetrics(app, { render: renderMetrics, token: config.METRICS_TOKEN });
  for (const part of apps) app.route('/', part);
  app.notFound((context) => context.json({ error: 'not found' }, 404));
  app.onError((error, context) => {
    log.error({ err: error, path: context.req.path }, 'a request failed');
    return context.json({ error: 'something went wrong' }, 500);
  });
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  // Plain HTTP/1.1, as no other kind is asked for.
  const fetch = meter === undefined ? app.fetch : measureRequests(app, meter);
  const server = serve({ fetch, hostname: config.HTTP_HOST, port: config.HTTP_PORT }, resolve) as Server;
  // Before it listens an error is the start's; afterwards a socket's errors are its own.
  server.once('error', reject);
  const { port } = await promise;
  // An IPv6 address stands in brackets in a URL.
  const host = config.HTTP_HOST.includes(':') ? `[${config.HTTP_HOST}]` : config.HTTP_HOST;
  const sockets = serveSockets?.(server);
  return {
    url: `http://${host}:${port}`,
    async close() {
      await sockets?.close();
      await closeServer(server);
    },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Idle keep-alive connections would hold it open for minutes.
    server.closeAllConnections();
  });
}
