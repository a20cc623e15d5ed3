/**
 * Efir's composition root: the one command line of all its processes.
 *   node main.ts [--no-seed]      everything, supervised (npm start)
 *   node main.ts control|player|sandbox   one service
 */
import { exitCodeConfig, loadConfig } from './config.ts';
import { toAppError } from './errors.ts';
import { createLog } from './log.ts';
import { runAll } from './services/all.ts';
import { runControl } from './services/control.ts';
import { runPlayer } from './services/player.ts';
import { runUntilStopped, type StartService } from './services/run-until-stopped.ts';
import { runSandbox } from './services/sandbox.ts';

const oldestNode = 24;
const exitUsage = 64;
const services: Readonly<Record<string, StartService>> = {
  all: runAll,
  control: runControl,
  player: runPlayer,
  sandbox: runSandbox,
};

const [first = 'all', ...rest] = process.argv.slice(2);
const [name, args] = first.startsWith('--') ? ['all', [first, ...rest]] : [first, rest];
const start = services[name];
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  console.error(`Efir needs Node ${oldestNode}; this is ${process.version}. Start it with npm start.`);
  process.exitCode = exitUsage;
} else if (start === undefined) {
  console.error('Usage: node main.ts [control|player|sandbox] [--no-seed]');
  process.exitCode = exitUsage;
} else {
  try {
    const config = loadConfig(process.env);
    const log = createLog({
      level: config.LOG_LEVEL,
      format: config.LOG_FORMAT,
      service: name === 'all' ? 'efir' : name,
    });
    await runUntilStopped(await start({ config, log, args }), log);
  } catch (error) {
    const { code, message, cause } = toAppError(error);
    console.error(code === 'config-invalid' || code === 'program-missing' ? message : (cause ?? error));
    process.exitCode = code === 'config-invalid' ? exitCodeConfig : 1;
    // A half-started service may hold sockets open.
    process.exit();
  }
}
