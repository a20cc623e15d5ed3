import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { exitCodeConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** What a service tells its supervisor once it serves. `environment`: variables for the services started after it. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly environment?: Readonly<Record<string, string>>;
}

/** A service as a child process. */
export interface Service {
  /** The role given to main.ts. */
  readonly name: string;
  readonly args?: readonly string[];
  /** Asked at every start, so that a restarted service gets the present values. */
  readonly environment: () => NodeJS.ProcessEnv;
}

/** Keeps services running: one that dies is started again, sooner at first, later when it keeps dying. */
export interface Supervisor {
  /**
   * Starts a service; resolves when it serves for the first time.
   * @throws AppError `internal` when it ends before that, `config-invalid` when it says its configuration is wrong.
   */
  start(service: Service): Promise<ReadyMessage>;
  /** Ends one for good (SIGTERM; SIGKILL after `limitMs`). */
  stop(name: string, limitMs: number): Promise<void>;
}

const firstRestartMs = 200;
const longestRestartMs = 5_000;
/** A service that lived this long is healthy: the next restart is quick again. */
const healthyAfterMs = 30_000;

interface Running {
  child: ChildProcess;
  isStopping: boolean;
  restart: NodeJS.Timeout | undefined;
  exited: Promise<void>;
}

/** Creates a supervisor. Children are in process groups of their own, so that Ctrl-C reaches the supervisor alone. */
export function createSupervisor(log: Logger): Supervisor {
  const running = new Map<string, Running>();

  function launch(
    service: Service,
    restartMs: number,
    onReady: (message: ReadyMessage) => void,
    onEarlyExit: (code: number | null) => void,
  ): void {
    const startedAt = Date.now();
    let isReady = false;
    const child = fork(fileURLToPath(new URL('../main.ts', import.meta.url)), [service.name, ...(service.args ?? [])], {
      env: service.environment(),
      // Not our own options: .env is read already, and a debugger has one port.
      execArgv: [],
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const entry: Running = { child, isStopping: false, restart: undefined, exited };
    running.set(service.name, entry);
    child.on('message', (message: ReadyMessage) => {
      isReady = true;
      onReady(message);
    });
    child.once('exit', (code, signal) => {
      if (entry.isStopping) return;
      if (!isReady) onEarlyExit(code);
      if (code === exitCodeConfig) return;
      const wasHealthy = Date.now() - startedAt > healthyAfterMs;
      const waitMs = wasHealthy ? firstRestartMs : restartMs;
      log.warn({ part: service.name, exitCode: code, signal, waitMs }, 'a service ended; starting it again');
      entry.restart = setTimeout(
        () => launch(service, Math.min(waitMs * 2, longestRestartMs), onReady, onEarlyExit),
        waitMs,
      );
    });
  }

  return {
    start: (service) =>
      new Promise((resolve, reject) => {
        launch(service, firstRestartMs, resolve, (code) => {
          const wrong = code === exitCodeConfig;
          reject(
            new AppError(wrong ? 'config-invalid' : 'internal', `${service.name} ended at start with code ${code}`),
          );
        });
      }),
    async stop(name, limitMs) {
      const entry = running.get(name);
      if (entry === undefined) return;
      running.delete(name);
      entry.isStopping = true;
      clearTimeout(entry.restart);
      if (entry.child.exitCode !== null || entry.child.signalCode !== null) return;
      entry.child.kill('SIGTERM');
      const limit = setTimeout(() => entry.child.kill('SIGKILL'), limitMs);
      await entry.exited;
      clearTimeout(limit);
    },
  };
}
