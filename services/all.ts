import { mkdir } from 'node:fs/promises';
import { type Config, requireTelegram } from '../config.ts';
import { findRedis } from './redis-url.ts';
import type { StartService } from './run-until-stopped.ts';
import { createSupervisor } from './supervise.ts';

/** Control and player get this long to end, the whole stays under 3 s. */
const serviceLimitMs = 2_000;

/**
 * Everything, supervised: Redis unless REDIS_URL names one, the sandbox unless BOT_TOKEN is set, control and player.
 * `--no-seed` leaves the sandbox's world empty.
 */
export const runAll: StartService = async ({ config, log, args }) => {
  await mkdir(config.DATA_DIR, { recursive: true });
  const isSandboxed = config.BOT_TOKEN === undefined;
  if (!isSandboxed) requireTelegram(config);
  const supervisor = createSupervisor(log);
  const [redis, sandbox] = await Promise.all([
    findRedis(config, log),
    isSandboxed ? supervisor.start({ name: 'sandbox', args, environment: () => process.env }) : null,
  ]);
  const environment = () => ({
    ...process.env,
    ...(sandbox?.environment ?? {}),
    REDIS_URL: redis.url,
  });
  await Promise.all([
    supervisor.start({ name: 'control', environment }),
    supervisor.start({ name: 'player', environment }),
  ]);
  console.log(describe(config, isSandboxed));
  return {
    async close() {
      console.log('Ending. State is kept: the next start goes on from here.');
      await Promise.all(['control', 'player'].map((name) => supervisor.stop(name, serviceLimitMs)));
      await supervisor.stop('sandbox', serviceLimitMs);
      await redis.close();
    },
  };
};

/** The lines a person sees when all runs. */
function describe(config: Config, isSandboxed: boolean): string {
  const web = `http://${config.HTTP_HOST}:${config.HTTP_PORT}`;
  const lines = [
    isSandboxed ? `Chat        http://127.0.0.1:${config.SANDBOX_PORT}   a stand-in for Telegram: try it here` : null,
    `Panel       ${config.PUBLIC_URL ?? web}/admin   the bot gives you a way in: write /panel to it`,
    `Status      ${config.PUBLIC_URL ?? web}/`,
    `Health      ${web}/healthz`,
    `Metrics     ${web}/metrics   http://127.0.0.1:${config.PLAYER_METRICS_PORT}/metrics`,
    `Data        ${config.DATA_DIR}`,
    isSandboxed ? 'Go live     README.md, “Go live”: a bot token, an API id, npm run login' : 'Telegram    live',
  ];
  return ['', 'Efir is on the air.', ...lines.filter((line) => line !== null).map((line) => `  ${line}`), ''].join(
    '\n',
  );
}
