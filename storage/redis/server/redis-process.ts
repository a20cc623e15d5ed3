import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { AppError } from '../../../errors.ts';

/** What a Redis server of ours is started with. */
export interface RedisProcessOptions {
  /** Existing folder for the append-only file, the log (`redis.log`) and the lock. */
  readonly folder: string;
  /** Where it listens; at most 107 bytes (a limit of Unix sockets). */
  readonly socketPath: string;
  /** `always`: an answered write is on the disk. `everysec`: up to a second may be lost with the machine, none with the process. */
  readonly appendfsync: 'always' | 'everysec';
  /** In a process group of its own, so that Ctrl-C in the terminal does not end it before Efir has closed. */
  readonly isDetached: boolean;
}

const serverProgram = 'redis-server';
/** Takes a kernel lock on a file and becomes the program named (util-linux). */
const lockProgram = 'flock';

/** Exit code with which `flock` says that another server holds the folder. */
export const folderLockedExitCode = 75;

/**
 * Starts `redis-server` on a Unix socket only, append-only file on. It is not ready yet: see `probeRedis`.
 *
 * The server holds a kernel lock on its folder (`flock`): two servers on one append-only file would destroy it, and the lock
 * goes with the process, however it dies. The caller ends the process.
 */
export function spawnRedisServer({ folder, socketPath, appendfsync, isDetached }: RedisProcessOptions): ChildProcess {
  const lock = ['--no-fork', '--nonblock', '--conflict-exit-code', String(folderLockedExitCode), 'redis.lock'];
  const listen = ['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700'];
  const durable = [
    '--appendonly',
    'yes',
    '--appendfsync',
    appendfsync,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];
  const files = ['--dir', folder, '--logfile', 'redis.log'];
  return spawn(lockProgram, [...lock, serverProgram, ...listen, ...durable, ...files], {
    cwd: folder,
    stdio: 'ignore',
    detached: isDetached,
  });
}

/**
 * Checks that the programs are there.
 * @throws AppError `program-missing` with the command that installs them.
 */
export async function requireRedisServer(signal?: AbortSignal): Promise<void> {
  for (const program of [serverProgram, lockProgram]) {
    const child = spawn(program, ['--version'], { stdio: 'ignore', ...(signal && { signal }) });
    try {
      await once(child, 'exit');
    } catch (cause) {
      if (signal?.aborted) throw new AppError('aborted', 'the start of Redis was called off', { cause });
      const install = `apt-get install ${program === lockProgram ? 'util-linux' : serverProgram}`;
      throw new AppError('program-missing', `${program} is not installed: ${install}, or set REDIS_URL`, { cause });
    }
  }
}
