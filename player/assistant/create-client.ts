import { TelegramClient } from 'telegram';
import { Logger as ClientLogger, LogLevel } from 'telegram/extensions/Logger.js';
import { PromisedNetSockets } from 'telegram/extensions/PromisedNetSockets.js';
import { StringSession } from 'telegram/sessions/index.js';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';

/** Where and as whom to connect. */
export interface ClientOptions {
  /** Of the application, from https://my.telegram.org; `apiHash` is a secret. */
  readonly apiId: number;
  readonly apiHash: string;
  /** The session string that `npm run login` prints: a credential, never logged. */
  readonly session: string;
  /** Every connection goes here (the sandbox); absent: Telegram's own data centres. */
  readonly address?: { readonly host: string; readonly port: number } | undefined;
  readonly log: Logger;
}

/**
 * Creates the MTProto client, not yet connected. It never reconnects, waits for floods or resends by itself: `keepConnected` and
 * `createRpc` do that, so that nothing stale is sent late.
 * @throws AppError `config-invalid` when the session string cannot be read.
 */
export function createClient({ apiId, apiHash, session, address, log }: ClientOptions): TelegramClient {
  return new TelegramClient(openSession(session), apiId, apiHash, {
    autoReconnect: false,
    connectionRetries: 1,
    // One more try after an error 500, and one for a request that has to go to another data centre.
    requestRetries: 2,
    floodSleepThreshold: 0,
    // Seconds for the TCP connection.
    timeout: 5,
    // What the account's list of devices shows.
    deviceModel: 'Efir',
    appVersion: '1',
    baseLogger: quietLogger(log),
    ...(address === undefined ? {} : { networkSocket: socketTo(address.host, address.port) }),
  });
}

function openSession(session: string): StringSession {
  try {
    return new StringSession(session);
  } catch (cause) {
    throw new AppError('config-invalid', 'ASSISTANT_SESSION: is not a session string of `npm run login`', { cause });
  }
}

/**
 * The library's warnings are part of normal reconnecting: they go to our log at `debug`, the rest nowhere.
 */
function quietLogger(log: Logger): ClientLogger {
  const logger = new ClientLogger(LogLevel.WARN);
  logger.handler = ({ message }) => log.debug({ message }, 'mtproto client');
  return logger;
}

/**
 * A socket class that connects to one address, whatever data centre is asked for: files are fetched there as well.
 */
function socketTo(host: string, port: number): typeof PromisedNetSockets {
  return class extends PromisedNetSockets {
    override connect(): Promise<unknown> {
      return super.connect(port, host);
    }
  };
}
