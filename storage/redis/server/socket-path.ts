import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../errors.ts';

/** What fits into `sockaddr_un` on Linux with its closing zero, less one (macOS has 104 in all). */
const longestPathBytes = 103;

/**
 * Where the server of a data folder listens: in the folder itself, or, when that path is too long for a Unix socket, in a folder of
 * this user under the system's temporary one, named after the data folder, so that every process finds the same.
 * @throws AppError `redis-unavailable` when that folder belongs to somebody else.
 */
export async function chooseSocketPath(folder: string): Promise<string> {
  const near = join(folder, 'redis.sock');
  if (Buffer.byteLength(near) <= longestPathBytes) return near;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `efir-redis-${name}`);
  await mkdir(short, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(short);
  // Anybody may write to the temporary folder: a prepared folder would give others our data.
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new AppError('redis-unavailable', `${short} must belong to this user alone`);
  }
  return join(short, 'redis.sock');
}
