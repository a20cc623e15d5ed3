import type { TelegramClient } from 'telegram';
import type { Logger } from '../../log.ts';
import { createWaker, pauseFor } from '../waker.ts';
import { pingLine } from './keep-alive.ts';
import { isSignedOut, translateRpcError } from './rpc-error.ts';

/** How often the state of the line is looked at without being told, milliseconds. */
const lookMs = 500;
/** Between pings of a standing line, milliseconds. */
const pingEveryMs = 8_000;
/** The pause after the first failure to connect, and the longest, milliseconds. */
const firstRetryMs = 100;
const longestRetryMs = 5_000;

/**
 * What {@link keepConnected} needs. `onChange` is told of every change of the line, first after the first connection.
 */
export interface KeepConnectedOptions {
  readonly client: TelegramClient;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onChange: (isConnected: boolean) => void;
}

/** The running loop: `look` makes it look at the line now; `isConnected` is what it saw last. */
export interface ConnectionKeeper {
  readonly isConnected: boolean;
  /** Looks at the line now instead of at the next turn: the library says that it changed. */
  look(): void;
  /**
   * Settles when the signal aborted, or rejects with AppError `telegram-refused` when the session was ended.
   */
  readonly done: Promise<void>;
}

/**
 * Connects `client` and connects it again whenever the line breaks, with growing pauses (0.1 to 5 s), until the signal aborts.
 * Requests that were under way when it broke have failed by then.
 */
export function keepConnected({ client, log, signal, onChange }: KeepConnectedOptions): ConnectionKeeper {
  let isConnected = false;
  const waker = createWaker();

  const note = (now: boolean) => {
    if (now === isConnected) return;
    isConnected = now;
    log.info(now ? 'connected to Telegram' : 'connection to Telegram lost');
    onChange(now);
  };

  /** Stays while the line stands. */
  const watch = async () => {
    let pingAt = performance.now() + pingEveryMs;
    note(true);
    while (client.connected === true && !signal.aborted) {
      await waker.wait(lookMs, signal);
      if (performance.now() < pingAt) continue;
      await pingLine(client, signal);
      pingAt = performance.now() + pingEveryMs;
    }
    if (!signal.aborted) note(false);
  };

  const connect = async () => {
    // This loop takes the place of the library's.
    client._loopStarted = true;
    client.updateManager.start();
    await client.connect();
    // The first request tells whether Telegram still knows the session; it also lets the library learn who we are.
    await client.getMe();
    // Numbered updates that were missed would hold the later ones back.
    await client.updateManager.catchUp();
  };

  const run = async () => {
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      try {
        await connect();
        retryMs = firstRetryMs;
        await watch();
      } catch (error) {
        if (signal.aborted) return;
        if (isSignedOut(error)) throw translateRpcError(error, 'connect');
        log.debug({ err: error, retryMs }, 'cannot connect to Telegram');
        await pauseFor(retryMs, signal);
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
    }
  };

  return {
    get isConnected() {
      return isConnected;
    },
    look: waker.wake,
    done: run(),
  };
}
