import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Logger } from '../../log.ts';
import type { LiveState } from '../../metrics/snapshot/live-state.ts';
import type { WebSocketMeter } from '../../metrics/websocket.ts';
import type { WebAccess } from '../access/web-access.ts';
import { encode } from './frames.ts';
import { type Hub, startHub } from './hub.ts';
import type { Identify } from './identify.ts';
import { messageLimitBytes } from './protocol.ts';

/** What the WebSocket is served with. */
export interface SocketOptions {
  readonly state: LiveState;
  readonly identify: Identify;
  readonly access: Pick<WebAccess, 'isOwnOrigin'>;
  readonly meter: WebSocketMeter;
  readonly log: Logger;
  /** See {@link startHub}. */
  readonly recheckMs?: number;
  readonly heartbeatMs?: number;
}

/** More connections than this are refused. */
const clientLimit = 10_000;
/** While the process starts, and for as long, callers wait for the first snapshot. */
const readyLimitMs = 3_000;

/** Serves `/api/ws` and `/api/ws/playlist` on an HTTP server. Close the hub before the server. */
export function serveSockets(server: Server, options: SocketOptions): Hub {
  const hub = startHub(options);
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: messageLimitBytes,
    // Messages are small; a compressor for each client would cost more memory than all else.
    perMessageDeflate: false,
  });
  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const opening = readOpening(request);
    if (opening === null) return refuse(socket, 404);
    // Programs send no Origin, browsers always: a page of somebody else's must not look with our visitor's cookie.
    if (request.headers.origin !== undefined && !options.access.isOwnOrigin(request)) return refuse(socket, 403);
    if (hub.size >= clientLimit || !(await isReady(options.state))) return refuse(socket, 503);
    const watcher = await options.identify(request);
    if (socket.destroyed) return;
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (watcher !== null) return hub.add(opened, request, watcher, opening);
      // Told in the protocol: browsers do not show scripts with what status an upgrade was refused.
      const message = 'Sign in with the bot (/panel), or send an API token.';
      opened.on('error', () => opened.terminate());
      opened.send(encode({ type: 'error', code: 'unauthorized', message }), { binary: false });
      opened.close(1_008, 'unauthorized');
    });
  };
  server.on('upgrade', (request, socket, head) => {
    const onError = () => socket.destroy();
    socket.on('error', onError);
    accept(request, socket, head)
      .catch((error: unknown) => {
        options.log.warn({ err: error }, 'a WebSocket could not be opened');
        refuse(socket, 503);
      })
      .finally(() => socket.off('error', onError));
  });
  return hub;
}

/** What a client of that address is taken to have sent at once; null: nothing is served there. */
function readOpening({ url = '' }: IncomingMessage): readonly object[] | null {
  if (!URL.canParse(url, 'http://efir')) return null;
  const { pathname, searchParams } = new URL(url, 'http://efir');
  if (pathname === '/api/ws') return [];
  if (pathname !== '/api/ws/playlist') return null;
  const since = searchParams.get('since');
  const playlist = { type: 'subscribe', id: 'playlist', events: ['queue.*', 'track.*'] };
  return [since === null ? playlist : { ...playlist, since: Number(since) }];
}

async function isReady({ ready }: LiveState): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), readyLimitMs);
  try {
    return await Promise.race([ready.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Answers an upgrade that is not made. */
function refuse(socket: Duplex, status: 403 | 404 | 503): void {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'Connection: close', 'Content-Length: 0'];
  if (status === 503) lines.push('Retry-After: 1');
  if (!socket.destroyed) socket.end(`${lines.join('\r\n')}\r\n\r\n`);
}
