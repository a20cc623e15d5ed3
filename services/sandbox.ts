import { startSandbox } from '../sandbox/sandbox.ts';
import { reportReady, type StartService } from './run-until-stopped.ts';

/** The stand-in for Telegram as a service of its own. `--no-seed` leaves its world empty but for the bot and the assistant. */
export const runSandbox: StartService = async ({ config, log, args }) => {
  const sandbox = await startSandbox({
    port: config.SANDBOX_PORT,
    dataDir: config.DATA_DIR,
    seed: !args.includes('--no-seed'),
    log,
    efirUrl: config.PUBLIC_URL ?? `http://${config.HTTP_HOST}:${config.HTTP_PORT}`,
    strictRates: config.SANDBOX_STRICT_RATES,
  });
  reportReady(sandbox.environment);
  return sandbox;
};
