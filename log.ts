import { type Logger, type LoggerOptions, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** What the log is told at start. `format`: `human` one coloured line each, `json` one object each, `auto` human in a terminal. */
export interface LogOptions {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly format: 'auto' | 'human' | 'json';
  /** The process: `control`, `player`, `sandbox`, `efir`. */
  readonly service: string;
  /** Told of what is logged under `err` as a warning or worse, whether the level shows it or not. */
  readonly onError?: (error: unknown) => void;
}

const secretPaths = [
  'token',
  'session',
  'botToken',
  'apiHash',
  'password',
  'phoneNumber',
  'code',
  '*.token',
  '*.session',
];

/** Creates the process's logger. It writes to standard error, never blocks playback for long, and removes known secrets. */
export function createLog({ level, format, service, onError }: LogOptions): Logger {
  const base = {
    ...(onError === undefined ? { level } : observing(level, onError)),
    base: { service },
    redact: { paths: secretPaths, censor: '…' },
  };
  const human = format === 'human' || (format === 'auto' && process.stderr.isTTY === true);
  if (!human) return pino(base, pino.destination({ dest: 2, sync: false }));
  const stream = pretty({
    destination: 2,
    sync: true,
    singleLine: true,
    translateTime: 'HH:MM:ss',
    ignore: 'pid,hostname,service',
    messageFormat: '{service}: {msg}',
  });
  return pino(base, stream);
}

/** pino does not call its hook for what the level hides, so the level is lowered and the hook does the hiding. */
function observing(level: LogOptions['level'], onError: (error: unknown) => void): LoggerOptions {
  const { values } = pino.levels;
  const shownFrom = values[level] ?? Number.POSITIVE_INFINITY;
  const countedFrom = values['warn'] ?? 0;
  return {
    level: shownFrom > countedFrom ? 'warn' : level,
    hooks: {
      logMethod(args, method, at) {
        const error = at < countedFrom ? undefined : errorIn(args[0]);
        if (error !== undefined) onError(error);
        if (at >= shownFrom) method.apply(this, args);
      },
    },
  };
}

function errorIn(logged: unknown): unknown {
  if (logged instanceof Error) return logged;
  return logged instanceof Object && 'err' in logged ? logged.err : undefined;
}
