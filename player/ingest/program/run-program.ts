import { spawn } from 'node:child_process';
import { AppError } from '../../../errors.ts';

/** How a program is run. Whoever starts it ends it by the signal. */
export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** 0…19, higher gives way to others. Default 0. */
  readonly niceness?: number;
  /** Milliseconds until it is killed. Default 60,000. */
  readonly timeoutMs?: number;
  /** What it reads from its standard input. Default: nothing. */
  readonly input?: Uint8Array;
}

/** How a program ended. `killedBy`: a signal that came from elsewhere (somebody's `kill -9`, the kernel out of memory). */
export interface ProgramResult {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  /** The last 16 KB. */
  readonly stderr: string;
}

const stderrChars = 16_384;
const stdoutChars = 4 * 2 ** 20;

/**
 * Runs ffmpeg, ffprobe or yt-dlp to its end, without our environment's secrets. A non-zero exit code is a result, not an error.
 * @throws AppError `aborted` (after the program is gone), `timeout`, `program-missing`.
 */
export function runProgram(
  program: 'ffmpeg' | 'ffprobe' | 'yt-dlp',
  args: readonly string[],
  { signal, niceness = 0, timeoutMs = 60_000, input }: ProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AppError('aborted', `${program} was not started`, { cause: signal.reason }));
    const [command, ...rest] = niceness === 0 ? [program] : ['nice', '-n', String(niceness), program];
    const child = spawn(command, [...rest, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: programEnvironment(),
    });
    // It may have read enough and be gone before all is written.
    child.stdin.on('error', () => undefined).end(input);
    let stdout = '';
    let stderr = '';
    let isLate = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < stdoutChars) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-stderrChars);
    });
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isLate = true;
      kill();
    }, timeoutMs);
    signal.addEventListener('abort', kill, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
    };
    child.once('error', (error) => {
      settle();
      reject(new AppError('program-missing', `${command} cannot be started`, { cause: error }));
    });
    child.once('close', (code, killedBy) => {
      settle();
      if (signal.aborted) reject(new AppError('aborted', `${program} was stopped`, { cause: signal.reason }));
      else if (isLate) reject(new AppError('timeout', `${program} took longer than ${timeoutMs} ms`));
      else if (niceness !== 0 && code === 127) reject(new AppError('program-missing', `${program} is not installed`));
      else resolve({ code, killedBy, stdout, stderr });
    });
  });
}

/** What programs get to know of our environment: where to find others, and nothing secret. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
}
