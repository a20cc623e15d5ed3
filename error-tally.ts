import { type ErrorCode, errorCodes, toAppError } from './errors.ts';

/** How many errors a process has logged, by code. */
export interface ErrorTally {
  note(error: unknown): void;
  counts(): Readonly<Record<ErrorCode, number>>;
}

/** Creates a tally of zeros. */
export function createErrorTally(): ErrorTally {
  const counts = Object.fromEntries(errorCodes.map((code) => [code, 0])) as Record<ErrorCode, number>;
  return {
    note(error) {
      counts[toAppError(error).code] += 1;
    },
    counts: () => counts,
  };
}
