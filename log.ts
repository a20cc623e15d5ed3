import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** What the log is told at start. `format`: `human` one coloured line each, `json` one object each, `auto` human in a terminal. */
export interface LogOptions {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly format: 'auto' | 'human' | 'json';
  /** The process: `control`, `player`, `sandbox`, `efir`. */
  readonly service: string;
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
export function createLog({ level, format, service }: LogOptions): Logger {
  const base = { level, base: { service }, redact: { paths: secretPaths, censor: '…' } };
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
