/**
 * Efir's composition root: the one command line of all its processes.
 *   node main.ts [--no-seed]      everything, supervised (npm start)
 *   node main.ts control|player|sandbox   one service
 */
import { enableCompileCache } from 'node:module';
import { exitCodeConfig, loadConfig } from './config.ts';
import { createErrorTally } from './error-tally.ts';
import { toAppError } from './errors.ts';
import { createLog } from './log.ts';
import { runUntilStopped, type StartService } from './services/run-until-stopped.ts';

const oldestNode = 24;
const exitUsage = 64;
/** Loaded when asked for: no process carries the libraries of another. */
const services: Readonly<Record<string, () => Promise<StartService>>> = {
  all: async () => (await import('./services/all.ts')).runAll,
  control: async () => (await import('./services/control.ts')).runControl,
  player: async () => (await import('./services/player.ts')).runPlayer,
  sandbox: async () => (await import('./services/sandbox.ts')).runSandbox,
};

// Parsed source is kept in the system's temporary folder: the next start is quicker.
enableCompileCache();
const [first = 'all', ...rest] = process.argv.slice(2);
const [name, args] = first.startsWith('--') ? ['all', [first, ...rest]] : [first, rest];
const load = services[name];
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  console.error(`Efir needs Node ${oldestNode}; this is ${process.version}. Start it with npm start.`);
  process.exitCode = exitUsage;
} else if (load === undefined) {
  console.error('Usage: node main.ts [control|player|sandbox] [--no-seed]');
  process.exitCode = exitUsage;
} else {
  try {
    const config = loadConfig(process.env);
    const errors = createErrorTally();
    const log = createLog({
      level: config.LOG_LEVEL,
      format: config.LOG_FORMAT,
      service: name === 'all' ? 'efir' : name,
      onError: errors.note,
    });
    const start = await load();
    await runUntilStopped(await start({ config, log, errors, args }), log);
  } catch (error) {
    const { code, message, cause } = toAppError(error);
    console.error(code === 'config-invalid' || code === 'program-missing' ? message : (cause ?? error));
    process.exitCode = code === 'config-invalid' ? exitCodeConfig : 1;
    // A half-started service may hold sockets open.
    process.exit();
  }
}
