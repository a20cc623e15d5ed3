import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from '../log.ts';
import { createBotApi } from './bot-api/bot-api.ts';
import { createControlApi } from './control/control-api.ts';
import { applyMediaDrop } from './deafness.ts';
import { createFaults } from './fault-registry.ts';
import { createMediaServer } from './media/create-media-server.ts';
import { startMtproto } from './mtproto/start-mtproto.ts';
import { createPage } from './page/create-page.ts';
import { seedAccounts, seedDemo, seedIds } from './seed.ts';
import { createWorld } from './world/world.ts';

/** How to start. The world is kept in `DATA_DIR/sandbox`. */
export interface SandboxOptions {
  /** Page, Bot API and control API, on 127.0.0.1; 0: a free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Whether a new world gets the demo chat; else only the bot and the assistant are in it. */
  readonly seed: boolean;
  readonly log: Logger;
  /** Efir's web address for the page's links; null: no links. */
  readonly efirUrl?: string | null;
  readonly strictRates?: boolean;
}

/** A running stand-in for Telegram. */
export interface Sandbox {
  readonly url: string;
  /** What an Efir must be started with to take it for Telegram. The same at every start on the same folder, but for the ports. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts all doors of the stand-in on one world. Whoever starts it closes it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, dataDir, seed, log, efirUrl = null, strictRates = false } = options;
  const folder = join(dataDir, 'sandbox');
  const world = createWorld({ folder });
  seedAccounts(world, 1);
  if (seed) await seedDemo(world, folder);
  const faults = createFaults();
  const media = createMediaServer({ log });
  const undoDeafness = applyMediaDrop(world, faults, media);
  const token = `${seedIds.bot}:${world.deriveSecret('bot-token').slice(0, 35)}`;
  const mtproto = await startMtproto({ world, faults, media, log });
  const botApi = createBotApi({ world, faults, token, log, strictRates });
  const control = createControlApi({ world, faults, media, botApi, log });
  const page = createPage({ world, media, log, efirUrl, commandsFor: (chat, user) => botApi.commandsFor(chat, user) });
  const server = createServer(async (request, response) => {
    if (await botApi.handle(request, response)) return;
    if (await control(request, response)) return;
    if (await page.handle(request, response)) return;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { address } = mtproto;
  return {
    url,
    environment: {
      BOT_TOKEN: token,
      BOT_API_ROOT: url,
      TELEGRAM_API_ID: '1',
      TELEGRAM_API_HASH: 'sandbox',
      ASSISTANT_SESSION: mtproto.sessionStringFor(seedIds.assistant),
      MTPROTO_ADDRESS: `${address.host}:${address.port}`,
    },
    async close() {
      undoDeafness();
      page.close();
      botApi.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mtproto.close();
      await media.close();
      world.close();
    },
  };
}
