import { TelegramClient } from 'telegram';
import { PromisedNetSockets } from 'telegram/extensions/index.js';
import { Logger, type LogLevel } from 'telegram/extensions/Logger.js';
import { StringSession } from 'telegram/sessions/index.js';
import type { ApiCredentials } from './sign-in-step.ts';
import { trustServerKey } from './trust-server-key.ts';

/** Where to sign in, if not at Telegram itself. */
export interface OtherServer {
  readonly address: { readonly host: string; readonly port: number };
  /** SPKI PEM of the server's RSA key; without it no new session can be made there. */
  readonly keyPem: string | undefined;
}

const homeDc = 2;

/** A client without a session yet, not connected. It says nothing by itself, least of all the session. Whoever opens it destroys it. */
export function openClient({ apiId, apiHash }: ApiCredentials, server: OtherServer | null): TelegramClient {
  const session = new StringSession('');
  const quiet = {
    baseLogger: new Logger('none' as LogLevel),
    connectionRetries: 3,
    // A wait is told to the person rather than slept through.
    floodSleepThreshold: 0,
    deviceModel: 'Efir',
  };
  if (server === null) return new TelegramClient(session, apiId, apiHash, quiet);
  if (server.keyPem !== undefined) trustServerKey(server.keyPem);
  // The address comes from us alone: what the server's configuration says of data centres does not matter.
  const { host, port } = server.address;
  session.setDC(homeDc, host, 443);
  class FixedSocket extends PromisedNetSockets {
    override connect(): Promise<unknown> {
      return super.connect(port, host);
    }
  }
  return new TelegramClient(session, apiId, apiHash, { ...quiet, networkSocket: FixedSocket });
}

/** The session of a client that is signed in, as one line of text. */
export function sessionOf(client: TelegramClient): string {
  return client.session instanceof StringSession ? client.session.save() : '';
}
