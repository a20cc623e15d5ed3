/** Debian's packages, installed by root in such a way that none of their services starts. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runWithProgress } from './progress.mjs';

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
/** Packages ask it whether they may start their service; 101 is no. https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt */
const policyFile = '/usr/sbin/policy-rc.d';
const programFolder = '/usr/local/bin';
let hasUpdated = false;

/**
 * Installs packages. Efir starts its own Redis: the package's must not run beside it.
 * @param {string[]} names
 */
export async function installWithoutServices(names) {
  if (names.length === 0) return;
  await update();
  const isOurs = !existsSync(policyFile);
  if (isOurs) {
    writeFileSync(policyFile, '#!/bin/sh\nexit 101\n');
    chmodSync(policyFile, 0o755);
  }
  try {
    const install = ['install', '-y', '--no-install-recommends', ...names];
    await runWithProgress(`Installing ${names.join(', ')}`, 'apt-get', install, env);
  } finally {
    if (isOurs) rmSync(policyFile, { force: true });
  }
}

/**
 * Takes programs out of a package, checked as apt checks it, without installing it: no service, no user, no dependencies.
 * @param {string} name of the package
 * @param {string[]} programs in its /usr/bin; they go to /usr/local/bin
 */
export async function unpackPrograms(name, programs) {
  await update();
  const folder = mkdtempSync(join(tmpdir(), `efir-${name}-`));
  try {
    // apt downloads as a user of its own, into this folder.
    chmodSync(folder, 0o777);
    await runWithProgress(`Downloading ${name}`, 'apt-get', ['download', '-q', name], env, folder);
    const [archive] = readdirSync(folder).filter((file) => file.endsWith('.deb'));
    await runWithProgress(`Unpacking ${name}`, 'dpkg-deb', ['-x', archive, 'files'], env, folder);
    const files = programs.map((program) => join(folder, 'files/usr/bin', program));
    await runWithProgress(`Installing ${programs.join(', ')}`, 'install', ['-m', '755', ...files, programFolder], env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function update() {
  if (hasUpdated) return;
  await runWithProgress('Reading the list of Debian packages', 'apt-get', ['update', '-q'], env);
  hasUpdated = true;
}
