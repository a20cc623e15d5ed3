import { AppError } from '../../errors.ts';
import type { Refusal } from '../../storage/model.ts';

/** A link that cannot be fetched, as an error: bodies are streams, and a stream can only fail by one. Code `source-failed`. */
export class EgressError extends AppError {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super('source-failed', `the link cannot be fetched: ${refusal.code}`, { cause });
    this.refusal = refusal;
  }
}

/** The refusal that an error carries, however deep in its causes; null when it carries none. */
export function refusalOf(error: unknown): Refusal | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof EgressError) return at.refusal;
  return null;
}
