import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { AppError } from '../../../errors.ts';

/** How a program is run. Whoever starts it ends it by the signal. */
export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** 0…19, higher gives way to others. Default 0: normal, whatever this process runs at. */
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
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: programEnvironment() });
    giveWay(child, niceness);
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
      reject(new AppError('program-missing', `${program} cannot be started`, { cause: error }));
    });
    child.once('close', (code, killedBy) => {
      settle();
      if (signal.aborted) reject(new AppError('aborted', `${program} was stopped`, { cause: signal.reason }));
      else if (isLate) reject(new AppError('timeout', `${program} took longer than ${timeoutMs} ms`));
      else resolve({ code, killedBy, stdout, stderr });
    });
  });
}

/**
 * Sets a program's priority, absolutely: a child inherits ours, and the player's is raised so that nothing comes before its 20 ms clock.
 * @param niceness 0…19, higher gives way to others.
 */
export function giveWay({ pid }: Pick<ChildProcess, 'pid'>, niceness: number): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or we may not lower a niceness that we were started with: then it stays as it is.
    return;
  }
}

/** What programs get to know of our environment: where to find others, and nothing secret. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
}
