import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import { probeRedis } from './probe-redis.ts';
import { folderLockedExitCode, spawnRedisServer } from './redis-process.ts';

/** A server that is ready. `child`: null when another process started it. */
export interface EnsuredServer {
  readonly pid: number;
  readonly child: ChildProcess | null;
}

/** Reading a large append-only file takes its time: some 10 s a gigabyte. */
const readyLimitMs = 120_000;
const probeEveryMs = 10;
const lockedPauseMs = 50;

/**
 * Finds the server of a folder, or starts it, and waits until it has read its data.
 * @throws AppError `redis-unavailable` with the end of its log when it does not come up; `aborted`.
 */
export async function ensureServer(folder: string, socketPath: string, signal: AbortSignal): Promise<EnsuredServer> {
  const deadline = performance.now() + readyLimitMs;
  let child: ChildProcess | null = null;
  try {
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      const probe = await probeRedis(socketPath);
      if (probe?.isReady) return { pid: probe.pid, child: probe.pid === child?.pid ? child : null };
      if (probe === null && (child === null || hasEnded(child))) {
        if (child !== null && child.exitCode !== folderLockedExitCode) break;
        // Locked: another process is starting one, or a killed one has not let go yet.
        if (child !== null) await sleep(lockedPauseMs, undefined, { signal });
        child = spawnRedisServer({ folder, socketPath, appendfsync: 'always', isDetached: true });
        child.once('error', () => undefined);
      }
      await sleep(probeEveryMs, undefined, { signal });
    }
  } catch (cause) {
    child?.kill('SIGKILL');
    if (signal.aborted) throw new AppError('aborted', 'the start of Redis was called off', { cause });
    throw cause;
  }
  child?.kill('SIGKILL');
  throw new AppError('redis-unavailable', `redis-server did not come up: ${await lastLogLine(folder)}`);
}

/** Ends a server of ours: SIGTERM, on which it writes all it has, and after `limitMs` SIGKILL. */
export async function endServer(child: ChildProcess, limitMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  await exited;
  clearTimeout(limit);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function lastLogLine(folder: string): Promise<string> {
  // No log means that it did not get as far as writing one.
  const text = await readFile(join(folder, 'redis.log'), 'utf8').catch(() => '');
  return text.trimEnd().split('\n').at(-1) || 'it left no message';
}
