import { AppError, type ErrorCode, toAppError } from '../../../errors.ts';
import type { Resolution } from '../../model.ts';

/** What a worker hands back: BullMQ carries values whole, but only the message of an error. */
export type JobOutcome =
  | { readonly type: 'resolution'; readonly resolution: Resolution }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string };

/** The outcome of work that threw. */
export function outcomeOfError(error: unknown): JobOutcome {
  const { code, message } = toAppError(error);
  return { type: 'error', code, message };
}

/** The resolution. @throws AppError with the worker's code and message. */
export function openOutcome(outcome: JobOutcome): Resolution {
  if (outcome.type === 'resolution') return outcome.resolution;
  throw new AppError(outcome.code, outcome.message);
}
