/** How bad an error is: `expected` in normal use, `suspicious` worth a look, `fault` something of ours or the machine is broken. */
export type Severity = 'expected' | 'suspicious' | 'fault';

/** Every error that Efir throws, with its severity. The code is what surfaces and metrics show; the message is for the log. */
const severities = {
  'config-invalid': 'fault',
  'program-missing': 'fault',
  'redis-unavailable': 'fault',
  'sql-unavailable': 'fault',
  'telegram-unavailable': 'suspicious',
  'telegram-refused': 'suspicious',
  'flood-wait': 'expected',
  'chat-unreachable': 'expected',
  'call-unavailable': 'expected',
  'call-lost': 'suspicious',
  'lease-lost': 'expected',
  'stale-generation': 'expected',
  'source-failed': 'expected',
  'ingest-failed': 'suspicious',
  'engine-failed': 'suspicious',
  timeout: 'suspicious',
  aborted: 'expected',
  internal: 'fault',
} as const satisfies Record<string, Severity>;

/** The code of an {@link AppError}. */
export type ErrorCode = keyof typeof severities;

/** All codes. */
export const errorCodes = Object.keys(severities) as readonly ErrorCode[];

/** Details of an {@link AppError}. `retryAfterMs`: when trying again makes sense; absent when it does not. */
export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
}

/** Something is broken. Expected outcomes are values instead. Third-party errors become one of these at the edge where they arise. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.severity = severities[code];
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Any thrown value as an {@link AppError}: itself if it is one, else wrapped under `fallback` with its cause kept. */
export function toAppError(error: unknown, fallback: ErrorCode = 'internal'): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === 'AbortError')
    return new AppError('aborted', error.message, { cause: error });
  return new AppError(fallback, error instanceof Error ? error.message : String(error), { cause: error });
}
