import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../../errors.ts';
import { giveWay, programEnvironment } from './run-program.ts';

/** A program that is fed and read while it runs. */
export interface StreamedProgram {
  readonly input: Writable;
  readonly output: Readable;
  /** How it ended, with the last of what it said; rejects with AppError `program-missing`. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  /** Kills it, if it still runs. */
  kill(): void;
}

const stderrChars = 4_096;

/** Starts ffmpeg or yt-dlp, without our environment's secrets. It is killed by the signal; whoever started it reads it to its end or kills it. */
export function streamProgram(
  program: 'ffmpeg' | 'yt-dlp',
  args: readonly string[],
  { signal }: { readonly signal: AbortSignal },
): StreamedProgram {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: programEnvironment() });
  giveWay(child, 0);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrChars);
  });
  const kill = () => void child.kill('SIGKILL');
  if (signal.aborted) kill();
  signal.addEventListener('abort', kill, { once: true });
  // Whoever writes to one that is gone learns it from `ended`.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new AppError('program-missing', `${program} cannot be started`, { cause: error })),
    );
    child.once('close', (code) => {
      signal.removeEventListener('abort', kill);
      resolve({ code, stderr: stderr.trim() });
    });
  });
  // Its owner may be gone by then.
  ended.catch(() => undefined);
  return { input: child.stdin, output: child.stdout, ended, kill };
}
