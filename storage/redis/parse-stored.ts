import { AppError } from '../../errors.ts';

/**
 * Reads JSON that Efir wrote. `what` names it for the error.
 * @throws AppError `internal` when it is damaged.
 */
export function parseStored(json: string, what: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AppError('internal', `Redis holds damaged data: ${what} is not JSON`, { cause });
  }
}
