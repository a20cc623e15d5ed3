import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { DemoTrack } from './make-demo-tracks.ts';

const script = fileURLToPath(new URL('compose.ts', import.meta.url));
const result = z.array(
  z.object({ path: z.string(), title: z.string(), performer: z.string(), durationSec: z.number() }),
);

/**
 * {@link makeDemoTracks} in a process of its own, at low priority: composing takes seconds of one core, and neither the chat nor a
 * call may wait for it.
 * @throws AppError `ingest-failed`, `aborted`.
 */
export async function composeInBackground(folder: string, signal: AbortSignal): Promise<readonly DemoTrack[]> {
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(process.execPath, [script, folder], { signal }, (cause, stdout, stderr) => {
      if (cause === null) resolve(stdout);
      else if (signal.aborted) reject(new AppError('aborted', 'composing was ended', { cause }));
      else reject(new AppError('ingest-failed', `the demo tracks cannot be composed: ${stderr.trim()}`, { cause }));
    });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  });
  return result.parse(JSON.parse(output));
}
