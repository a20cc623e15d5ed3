/**
 * What `npm start` and `npm test` run first: it makes a bare machine ready, then hands over to Node 24.
 * Plain JavaScript without dependencies, because it must run on the system's Node 20 before node_modules exists.
 * Usage: node scripts/setup.mjs start|test [arguments]; asks nothing; when all is there it adds well under a second.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { nodeOf, refreshPackages } from './setup/packages.mjs';
import { installPrograms } from './setup/programs.mjs';

/** Exit codes of sysexits.h: something the machine must provide is missing; the command line is wrong. */
const exitUnavailable = 69;
const exitUsage = 64;

const [command, ...rest] = process.argv.slice(2);
const programs = { start: ['ffmpeg', 'redis-server'], test: ['ffmpeg', 'redis-server', 'chromium', 'prometheus'] }[
  command
];
if (programs === undefined) {
  console.error('Usage: node scripts/setup.mjs start|test');
  process.exit(exitUsage);
}
try {
  await refreshPackages();
  await installPrograms(programs);
} catch (error) {
  console.error(error.message);
  process.exit(exitUnavailable);
}
process.exit(command === 'start' ? await run('main.ts', rest) : await runGate(rest));

/** Runs a script under Node 24 in the foreground, passes signals on, and resolves with its exit code. */
function run(script, args) {
  return new Promise((resolve) => {
    const child = spawn(nodeOf(), [...(existsSync('.env') ? ['--env-file=.env'] : []), script, ...args], {
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** The gate: lint, types, dead code, tests. The first that fails ends it. */
async function runGate(patterns) {
  const node = nodeOf();
  const bin = (name) => `node_modules/.bin/${name}`;
  if (patterns.length === 0) {
    for (const [name, file, args] of [
      ['lint and import rules', bin('biome'), ['ci', '--error-on-warnings', '.']],
      ['types', bin('tsc'), ['-p', '.']],
      ['dead code', bin('knip'), []],
    ]) {
      console.log(`— ${name}`);
      const code = await new Promise((resolve) => {
        const env = { ...process.env, PATH: `${process.cwd()}/node_modules/.bin:${process.env.PATH}` };
        spawn(file, args, { stdio: 'inherit', env }).on('exit', resolve);
      });
      if (code !== 0) return code ?? 1;
    }
    console.log('— tests');
  }
  return new Promise((resolve) => {
    const child = spawn(node, ['scripts/test/main.ts', ...patterns], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
