import type { Fault, FaultKind, Faults } from '../faults.ts';
import { ApiError } from './api-error.ts';

/**
 * Makes a request suffer from the faults that apply to it. A fault that counts uses and names no method spares getUpdates: the
 * poll that is always waiting would use it up.
 * @returns `drop` when the connection must be cut without an answer.
 * @throws ApiError 429 with `retry_after` (the fault's seconds, default 1), or 500.
 */
export function sufferFaults(
  faults: Faults,
  where: { readonly method: string; readonly chatId?: number },
): 'drop' | 'pass' {
  if (takeHere(faults, 'bot-api-down', where) !== null) return 'drop';
  if (takeHere(faults, 'bot-api-500', where) !== null) throw new ApiError(500, 'Internal Server Error');
  const flood = takeHere(faults, 'bot-api-429', where);
  if (flood !== null) {
    const retryAfter = Math.max(1, Math.ceil(flood.seconds ?? 1));
    throw new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
  }
  return 'pass';
}

function takeHere(faults: Faults, kind: FaultKind, where: { method: string; chatId?: number }): Fault | null {
  const fault = faults.peek(kind, where);
  if (fault === null) return null;
  const isTimed = fault.seconds !== undefined && fault.count === undefined;
  const isPoll = where.method.toLowerCase() === 'getupdates';
  if (isPoll && fault.method === undefined && (!isTimed || kind === 'bot-api-429')) return null;
  return faults.take(kind, where);
}
