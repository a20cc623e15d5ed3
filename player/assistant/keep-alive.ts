import { setTimeout as sleep } from 'node:timers/promises';
import bigInt from 'big-integer';
import { Api, type TelegramClient } from 'telegram';

/** The part of the client that a ping needs. */
export interface PingedClient {
  readonly _sender?: Pick<NonNullable<TelegramClient['_sender']>, 'send' | 'reconnect'>;
  readonly _lastReceivedAt: number;
}

/** A line that is silent for so long is dead: milliseconds. */
const answerMs = 8_000;
/** The server closes a line on which it hears nothing for so long: seconds. */
const disconnectDelay = 75;

/**
 * Pings Telegram once (https://core.telegram.org/mtproto/service_messages); a line that gives no sign of life is cut, so that it is made anew.
 * The library's own loop would do so, but leaves timers behind that keep the process alive for seconds after closing. `limitMs`: how long an answer may take.
 */
export async function pingLine(client: PingedClient, signal: AbortSignal, limitMs = answerMs): Promise<void> {
  const sender = client._sender;
  if (sender === undefined) return;
  const limit = new AbortController();
  const pingId = bigInt.randBetween(0, Number.MAX_SAFE_INTEGER);
  const isAnswered = await Promise.race([
    Promise.resolve(sender.send(new Api.PingDelayDisconnect({ pingId, disconnectDelay }))).then(
      () => true,
      // The line broke meanwhile: whoever keeps it sees that by itself.
      () => true,
    ),
    sleep(limitMs, false, { signal: AbortSignal.any([signal, limit.signal]) }).catch(() => true),
  ]);
  limit.abort();
  // A large download can hold the answer back while data flows.
  if (!isAnswered && Date.now() - client._lastReceivedAt > limitMs) sender.reconnect();
}
