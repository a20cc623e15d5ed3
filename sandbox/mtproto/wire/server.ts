import { createServer, type Server, type Socket } from 'node:net';
import type { AuthKeys } from '../auth-keys.ts';
import { ownerOf } from '../auth-keys.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import type { ServerKey } from './server-key.ts';

/** How the server is made. */
export interface ServerOptions {
  readonly serverKey: ServerKey;
  readonly authKeys: AuthKeys;
  /** Asked for every new connection; false turns it away at once. */
  mayConnect(): boolean;
  readonly onRequest: ConnectionOptions['onRequest'];
  readonly onProtocolError: ConnectionOptions['onProtocolError'];
}

// Never reachable from elsewhere: the sandbox has no secrets worth keeping.
const host = '127.0.0.1';

/** The TCP server with its connections. Whoever makes it closes it. */
export class MtprotoServer {
  readonly #options: ServerOptions;
  /** By socket, so that a socket that closes finds its connection. */
  readonly #connections = new Map<Socket, Connection>();
  readonly #server: Server;
  #nextConnectionId = 1;
  /** Message ids of all connections grow together; clients refuse one that does not. */
  #lastMessageId = 0n;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Begins to listen on loopback; port 0 takes a free one. Returns the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
        else resolve(address.port);
      });
    });
  }

  /** The connections on which that account is signed in. */
  connectionsOf(userId: number): Connection[] {
    return [...this.#connections.values()].filter(({ key }) => key !== null && ownerOf(key) === userId);
  }

  /** The open connection of that number. */
  connection(id: number): Connection | undefined {
    return [...this.#connections.values()].find((connection) => connection.id === id);
  }

  /** Closes every connection; clients come back by themselves. */
  dropAll(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  /** Hangs up on everybody and frees the port. */
  close(): Promise<void> {
    this.dropAll();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Takes a new connection in, or turns it away at once. */
  #accept(socket: Socket): void {
    // A client that vanishes is no error of ours; `close` follows.
    socket.on('error', () => socket.destroy());
    if (!this.#options.mayConnect()) {
      socket.destroy();
      return;
    }
    const connection = new Connection({
      id: this.#nextConnectionId,
      socket,
      serverKey: this.#options.serverKey,
      authKeys: this.#options.authKeys,
      nextMessageId: (kind) => this.#nextMessageId(kind),
      onRequest: this.#options.onRequest,
      onProtocolError: this.#options.onProtocolError,
    });
    this.#nextConnectionId += 1;
    this.#connections.set(socket, connection);
    socket.once('close', () => this.#connections.delete(socket));
  }

  /** Seconds in the upper half, their fraction in the lower; always growing. */
  #nextMessageId(kind: 'answer' | 'notice'): bigint {
    const nowMs = BigInt(Date.now());
    const fraction = ((nowMs % 1000n) << 32n) / 1000n;
    const byClock = ((nowMs / 1000n) << 32n) | (fraction & ~3n);
    this.#lastMessageId = byClock > this.#lastMessageId ? byClock : this.#lastMessageId + 4n;
    return this.#lastMessageId | (kind === 'answer' ? 1n : 3n);
  }
}
