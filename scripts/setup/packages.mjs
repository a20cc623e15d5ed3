/** node_modules: present, complete and as package-lock.json says; and the Node 24 that comes with it. */
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { runWithProgress } from './progress.mjs';

const oldestNode = 24;

/**
 * Runs `npm ci` when node_modules is missing or differs from the lock.
 * @throws Error with npm's output
 */
export async function refreshPackages() {
  if (!isStale()) return;
  await runWithProgress('Installing packages (npm ci, under a minute)', 'npm', ['ci', '--no-audit', '--no-fund']);
  if (isStale()) throw new Error('npm ci ended well, but node_modules still differs from package-lock.json.');
}

/**
 * The Node that runs Efir: the one installed as a package, else this one when it is new enough (macOS).
 * @returns {string} a path
 * @throws Error when there is none
 */
export function nodeOf() {
  const packaged = process.platform === 'win32' ? 'node_modules/.bin/node.cmd' : 'node_modules/.bin/node';
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  throw new Error(
    `Efir needs Node ${oldestNode} or newer; this is ${process.version}. Install it from https://nodejs.org.`,
  );
}

/** npm keeps a copy of what it installed in node_modules/.package-lock.json; optional packages of other platforms are not in it. */
function isStale() {
  if (!existsSync('node_modules/.package-lock.json')) return true;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const installed = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
  return Object.entries(wanted).some(([path, { version, optional }]) => {
    if (path === '') return false;
    const present = installed[path];
    return present === undefined ? optional !== true : present.version !== version || !existsSync(path);
  });
}
