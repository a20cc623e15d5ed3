import type { Logger } from '../../log.ts';
import type { Faults } from '../faults.ts';
import type { MediaServer } from '../media/media-server.ts';
import type { World } from '../world/world.ts';
import { createAuthKeys } from './auth-keys.ts';
import { createDispatch } from './dispatch.ts';
import { createLogins } from './logins.ts';
import { followCalls } from './media-follower.ts';
import { createMethods } from './methods/all-methods.ts';
import { startParticipantExpiry } from './participant-expiry.ts';
import { createPushes } from './pushes.ts';
import type { Services } from './services.ts';
import { toSessionString } from './session-string.ts';
import { MtprotoServer } from './wire/server.ts';
import { createServerKey, type ServerKey } from './wire/server-key.ts';

/** What the MTProto door needs, and how it behaves where Telegram's ways are not known. */
export interface MtprotoOptions {
  /** Shared with the other doors. */
  readonly world: World;
  readonly faults: Faults;
  readonly media: MediaServer;
  readonly log: Logger;
  /** On 127.0.0.1; default 0, a free one. */
  readonly port?: number;
  /** The RSA key for clients without an auth key. Default: a new one, which takes about 0.1 s. */
  readonly serverKey?: ServerKey;
  /** After how long without media a participant is taken out of the call. Default 20,000. */
  readonly mediaTimeoutMs?: number;
  /** The code that "arrives" when somebody signs in by phone. Default 12345. */
  readonly signInCode?: string;
  /** Two-step passwords by user id. Default none. */
  readonly passwords?: ReadonlyMap<number, string>;
}

/** A running MTProto door. */
export interface Mtproto {
  /** What MTPROTO_ADDRESS is to be. */
  readonly address: { readonly host: string; readonly port: number };
  /** SPKI PEM of the key that clients without an auth key need (`npm run login`: MTPROTO_RSA_KEY_FILE). */
  readonly serverKeyPem: string;
  /** The session string of an account; the same for as long as the world is. */
  sessionStringFor(userId: number): string;
  /** Hangs up on everybody; the world and the media server stay open. */
  close(): Promise<void>;
}

/** Starts the MTProto server that the unmodified `telegram` package connects to. Whoever starts it closes it. */
export async function startMtproto(options: MtprotoOptions): Promise<Mtproto> {
  const { world, faults, media, log, mediaTimeoutMs = 20_000, signInCode = '12345', passwords } = options;
  const authKeys = createAuthKeys(world.deriveSecret('mtproto'), () => world.users().map(({ id }) => id));
  const logins = createLogins({ code: signInCode, passwordOf: (userId) => passwords?.get(userId) });
  const serverKey = options.serverKey ?? (await createServerKey());
  let port = options.port ?? 0;

  // The server and its methods need each other; the methods are asked for first when a client calls.
  const pushes = createPushes({
    world,
    faults,
    receiversOf: (userId) => server.connectionsOf(userId),
    receiver: (connectionId) => server.connection(connectionId),
  });
  // Behind the pushes, so that whoever is taken out is told before their media ends.
  const mediaFollower = followCalls(world, media);
  const services: Services = { world, faults, media, log, authKeys, logins, pushes, mediaFollower, port: () => port };
  const dispatch = createDispatch({ methods: createMethods(services), world, faults, log });
  const server = new MtprotoServer({
    serverKey,
    authKeys,
    mayConnect: () => faults.take('mtproto-down') === null,
    onRequest: (connection, messageId, request) => void dispatch(connection, messageId, request),
    onProtocolError: (error) => log.warn({ err: error }, 'a client broke the MTProto protocol'),
  });
  // Known from here on; help.getConfig is asked for by connected clients only.
  port = await server.listen(port);

  const stopExpiry = startParticipantExpiry({
    world,
    media,
    expireAfterMs: mediaTimeoutMs,
    lookEveryMs: Math.min(1_000, mediaTimeoutMs / 4),
  });
  // Faults of the connection act at once, not at the next request.
  const stopFaults = faults.onChange(() => {
    if (faults.peek('mtproto-down') !== null || faults.take('mtproto-drop') !== null) server.dropAll();
  });

  return {
    address: { host: '127.0.0.1', port },
    serverKeyPem: serverKey.publicPem,
    sessionStringFor: (userId) => toSessionString(authKeys.derive(userId).bytes),
    close: async () => {
      stopFaults();
      stopExpiry();
      mediaFollower.close();
      pushes.close();
      await server.close();
    },
  };
}
