import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where a program stands in a PATH; null when it is nowhere there. */
export async function findProgram(name: string, path: string): Promise<string | null> {
  for (const dir of path.split(delimiter).filter(Boolean)) {
    const candidate = join(dir, name);
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return null;
}
