import { AppError } from '../../../errors.ts';

/** What our scripts begin an error with, so that it can be told from Redis' own. */
const leaseLostReply = 'LEASE_LOST';

/** How ioredis words that there is no connection now, or that it broke under the command. */
const connectionMessages =
  /^(Connection is closed|Stream isn't writeable|Reached the max retries|.*\b(ECONN\w+|EPIPE|ENOENT|ETIMEDOUT)\b)/;
/** Redis is there, but cannot work: restarting, without memory or disk, or a replica. */
const unableReplies =
  /^(LOADING|BUSY|MISCONF|OOM|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|NOREPLICAS|NOAUTH|WRONGPASS)\b/;

/** Whether the command may be sent again once the connection is back (it may have run: commands must bear that). */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && connectionMessages.test(error.message);
}

/** An error of Redis or ioredis as ours: `redis-unavailable`, `lease-lost`, or `internal` for what is a defect or damaged data. */
export function translateRedisError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes(leaseLostReply)) {
    return new AppError('lease-lost', 'another player owns this stream by now', { cause: error });
  }
  if (isConnectionLost(error) || message === 'Command timed out' || unableReplies.test(message)) {
    return new AppError('redis-unavailable', `Redis does not answer: ${message}`, {
      cause: error,
      retryAfterMs: 1_000,
    });
  }
  return new AppError('internal', `Redis refused a command: ${message}`, { cause: error });
}
