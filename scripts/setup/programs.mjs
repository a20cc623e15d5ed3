/** Programs that come from Debian's packages: installed when we may, else named together with the commands to run. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { installWithoutServices, unpackPrograms } from './debian.mjs';

/**
 * Packages of which only the programs are taken. Debian's prometheus would start a service on :9090, the player's own port, now and at
 * every start of the machine.
 */
const programsOnly = { prometheus: ['prometheus', 'promtool'] };

/**
 * @param {string[]} programs names that are both the command and the Debian package
 * @throws Error that names what is missing and the commands that install it
 */
export async function installPrograms(programs) {
  const missing = programs.filter((name) => !isThere(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new Error(`Missing: ${missing.join(', ')}. Run this once, then try again:\n  ${commandFor(missing)}`);
  }
  await installWithoutServices(missing.filter((name) => programsOnly[name] === undefined));
  for (const name of missing) if (programsOnly[name] !== undefined) await unpackPrograms(name, programsOnly[name]);
}

function isThere(name) {
  if (name === 'redis-server' && process.env.REDIS_URL) return true;
  return (programsOnly[name] ?? [name]).every(isOnPath);
}

function commandFor(missing) {
  if (process.platform === 'darwin')
    return `brew install ${missing.map((name) => (name === 'redis-server' ? 'redis' : name)).join(' ')}`;
  const packages = missing.filter((name) => programsOnly[name] === undefined);
  const commands = packages.length === 0 ? [] : [`sudo apt-get install -y ${packages.join(' ')}`];
  for (const [name, files] of Object.entries(programsOnly).filter(([it]) => missing.includes(it))) {
    const from = files.map((file) => `/tmp/${name}/usr/bin/${file}`).join(' ');
    commands.push(`cd /tmp && apt-get download ${name} && dpkg-deb -x ${name}_*.deb ${name}`);
    commands.push(`sudo install ${from} /usr/local/bin`);
  }
  return commands.join('\n  ');
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
