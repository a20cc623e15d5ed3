/** Programs that come from Debian's packages: installed when we may, else named together with the one command to run. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { runWithProgress } from './progress.mjs';

/**
 * @param {string[]} programs names that are both the command and the Debian package
 * @throws Error that names what is missing and the command that installs it
 */
export async function installPrograms(programs) {
  const missing = programs.filter((name) => !isOnPath(name) && !(name === 'redis-server' && process.env.REDIS_URL));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new Error(`Missing: ${missing.join(', ')}. Run this once, then try again:\n  ${commandFor(missing)}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  await runWithProgress('Reading the list of Debian packages', 'apt-get', ['update', '-q'], env);
  await runWithProgress(`Installing ${missing.join(', ')}`, 'apt-get', install, env);
}

function commandFor(missing) {
  if (process.platform === 'darwin')
    return `brew install ${missing.map((name) => (name === 'redis-server' ? 'redis' : name)).join(' ')}`;
  return `sudo apt-get install -y ${missing.join(' ')}`;
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
