import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Logger } from '../../log.ts';
import { type AllowedAddress, judgeTarget } from './egress-target.ts';
import { createGuardedLookup, type ResolveName, resolveBySystem } from './guarded-lookup.ts';

/** What {@link openEgressProxy} depends on; as of createEgress. */
export interface EgressProxyOptions {
  readonly allow: readonly AllowedAddress[];
  readonly log: Logger;
  readonly resolveName?: ResolveName;
}

/** A proxy on this machine for programs that fetch by themselves. Whoever opens it closes it. */
export interface EgressProxy {
  /** With a password that nobody else on the machine knows. */
  readonly url: string;
  close(): Promise<void>;
}

/** Longest silence on a connection, milliseconds. */
const idleMs = 30_000;

/**
 * Opens an HTTP proxy (plain requests and CONNECT) on a free port of 127.0.0.1 that lets through what the egress guard would: public
 * addresses only, checked on the address that is connected to. Redirects come back to it as new requests.
 */
export async function openEgressProxy({
  allow,
  log,
  resolveName = resolveBySystem,
}: EgressProxyOptions): Promise<EgressProxy> {
  const password = randomBytes(18).toString('base64url');
  const authorization = `Basic ${Buffer.from(`efir:${password}`).toString('base64')}`;
  const guardedLookup = createGuardedLookup(resolveName);

  /** Connection options, or null: closed to strangers. */
  function judge(address: string) {
    const target = judgeTarget(address, allow);
    if (target.type === 'refused') {
      log.debug({ refusal: target.refusal }, 'proxied request refused');
      return null;
    }
    const { url, host, port, isAllowed } = target;
    return { url, host, port, ...(isAllowed ? {} : { lookup: guardedLookup }) };
  }

  function forward(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', method = 'GET', headers } = request;
    if (headers['proxy-authorization'] !== authorization) return void response.writeHead(407).end();
    const target = judge(url);
    if (target === null || target.url.protocol !== 'http:') return void response.writeHead(403).end();
    const { 'proxy-authorization': _secret, 'proxy-connection': _hop, ...passed } = headers;
    const { lookup } = target;
    const agent = new http.Agent({ keepAlive: false });
    const outgoing = http.request(
      target.url,
      { method, agent, headers: passed, ...(lookup && { lookup }) },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => undefined);
      },
    );
    outgoing.setTimeout(idleMs, () => outgoing.destroy());
    outgoing.on('error', (error) => {
      log.debug({ err: error }, 'proxied request failed');
      if (response.headersSent) response.destroy();
      else response.writeHead(403).end();
    });
    response.once('close', () => outgoing.destroy());
    request.pipe(outgoing);
  }

  function tunnel(request: IncomingMessage, client: Duplex, head: Buffer): void {
    open.add(client);
    client.once('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    if (request.headers['proxy-authorization'] !== authorization) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const target = judge(`https://${request.url}/`);
    if (target === null) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const { host, port, lookup } = target;
    const remote = net.connect({ host, port, ...(lookup && { lookup }) });
    remote.setTimeout(idleMs, () => remote.destroy());
    remote.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      remote.write(head);
      pipeline(client, remote, client, () => undefined);
    });
    remote.once('error', () => client.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    client.once('close', () => remote.destroy());
  }

  const open = new Set<Duplex>();
  const server = http.createServer(forward).on('connect', tunnel);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It alone keeps no process alive.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://efir:${password}@127.0.0.1:${port}`,
    async close() {
      for (const connection of open) connection.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
