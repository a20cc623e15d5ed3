import { AppError, toAppError } from '../../errors.ts';

/**
 * An error answer of Telegram as the client library throws it: `errorMessage` is Telegram's own word for it.
 */
interface RpcErrorLike extends Error {
  readonly errorMessage: string;
  readonly code?: number;
}

/**
 * Telegram's words for "this account may not any more": the session was ended, or the account deleted.
 */
const signedOut = /^(AUTH_KEY_|SESSION_|USER_DEACTIVATED)/;

/**
 * Telegram's word for a refusal (`GROUPCALL_FORBIDDEN`, `CHAT_ADMIN_REQUIRED` …), or null when the error is no answer of
 * Telegram's at all (the connection broke, a time limit passed). Words: https://core.telegram.org/api/errors
 */
export function refusalWord(error: unknown): string | null {
  return isRpcError(error) ? error.errorMessage : null;
}

/** How long Telegram asks to wait (milliseconds); null when the error is no flood wait. */
export function floodWaitMs(error: unknown): number | null {
  const match = /^(?:FLOOD_WAIT|FLOOD_PREMIUM_WAIT|SLOWMODE_WAIT)_(\d+)$/.exec(refusalWord(error) ?? '');
  return match?.[1] === undefined ? null : Number(match[1]) * 1000;
}

/**
 * The only place where errors of the MTProto client become ours. `method` is the TL method that failed.
 * Codes: `flood-wait` (with `retryAfterMs`), `telegram-refused` (Telegram said no), `telegram-unavailable` (no answer).
 */
export function translateRpcError(error: unknown, method: string): AppError {
  if (error instanceof AppError) return error;
  const word = refusalWord(error);
  if (word === null) return toAppError(error, 'telegram-unavailable');
  const waitMs = floodWaitMs(error);
  if (waitMs !== null)
    return new AppError('flood-wait', `${method}: Telegram asks to wait`, { cause: error, retryAfterMs: waitMs });
  if (signedOut.test(word))
    return new AppError('telegram-refused', 'ASSISTANT_SESSION is no longer valid: run `npm run login` again', {
      cause: error,
    });
  return new AppError('telegram-refused', `${method}: ${word}`, { cause: error });
}

/**
 * Whether the assistant's session was ended by Telegram or its owner, so that trying again is no use.
 */
export function isSignedOut(error: unknown): boolean {
  const word = refusalWord(error instanceof AppError ? error.cause : error);
  return word !== null && signedOut.test(word);
}

function isRpcError(error: unknown): error is RpcErrorLike {
  return error instanceof Error && 'errorMessage' in error && typeof error.errorMessage === 'string';
}
