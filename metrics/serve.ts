import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAllowed } from './access.ts';
import type { Metrics } from './registry.ts';

/** A running metrics endpoint. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Where to serve. `token`: bearer token that callers from other machines must send; without it they are refused. */
export interface MetricsServerOptions {
  readonly metrics: Metrics;
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
}

/** Serves GET /metrics, for processes that have no other HTTP server (the player). */
export async function serveMetrics({ metrics, host, port, token }: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') return response.writeHead(404).end();
    const caller = { address: request.socket.remoteAddress, authorization: request.headers.authorization };
    if (!isAllowed(caller, token)) return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    const { contentType, body } = await metrics.render(request.headers.accept);
    return response.writeHead(200, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
