import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { createBotApi } from './bot-api/bot-api.ts';
import { createControlApi } from './control/control-api.ts';
import { createFaults } from './fault-registry.ts';
import type { Faults } from './faults.ts';
import { createMediaServer } from './media/create-media-server.ts';
import type { MediaServer } from './media/media-server.ts';
import { applyMediaDrop } from './media-drop.ts';
import { startMtproto } from './mtproto/start-mtproto.ts';
import { createPage } from './page/create-page.ts';
import { needsDemoTracks, seedAccounts, seedDemoChat, seedDemoTracks, seedIds } from './seed.ts';
import { createWorld, type World } from './world/world.ts';

/** How to start the stand-in. */
export interface SandboxOptions {
  /** Of page, control API and Bot API, on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** The world is kept in its folder sandbox/. */
  readonly dataDir: string;
  /** A new world gets the demo chat and its tracks. */
  readonly seed: boolean;
  readonly log: Logger;
  /** How many accounts for players. Default 1. */
  readonly assistants?: number;
  /** Address of Efir's web, for the page's links. Default none. */
  readonly efirUrl?: string;
  /** Whether the Bot API refuses with 429 who sends faster than Telegram allows. Default no. */
  readonly strictRates?: boolean;
  /** After how long a participant without media is taken out of a call. Default 20,000. */
  readonly mediaTimeoutMs?: number;
}

/** A running stand-in. Tests may reach its insides. */
export interface Sandbox {
  readonly url: string;
  /**
   * What Efir's processes need to take it for Telegram: BOT_TOKEN, BOT_API_ROOT, TELEGRAM_API_ID, TELEGRAM_API_HASH,
   * ASSISTANT_SESSION, MTPROTO_ADDRESS, and OWNER_IDS when there is the demo's owner.
   */
  readonly environment: Readonly<Record<string, string>>;
  /** One session string for each assistant, ASSISTANT_SESSION first. */
  readonly assistantSessions: readonly string[];
  readonly world: World;
  readonly faults: Faults;
  readonly media: MediaServer;
  /** Settles when the demo tracks are posted, or could not be (which is logged). */
  readonly demoReady: Promise<void>;
  close(): Promise<void>;
}

type Door = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * Starts the whole stand-in: one world behind a Bot API, an MTProto server, a media server, a page and a control API. Bot token and
 * session strings stay the same for one data folder. Whoever starts it closes it.
 * @throws AppError `config-invalid` when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDir, seed, log, assistants = 1 } = options;
  const folder = join(dataDir, 'sandbox');
  const world = createWorld({ folder });
  const faults = createFaults();
  const media = createMediaServer({ log: log.child({ door: 'media' }) });
  seedAccounts(world, assistants);
  if (seed && !world.isRestored) seedDemoChat(world);

  const token = botToken(world);
  const { strictRates = false, efirUrl = null, mediaTimeoutMs } = options;
  const botApi = createBotApi({ world, faults, token, log: log.child({ door: 'bot-api' }), strictRates });
  const control = createControlApi({ world, faults, media, botApi, log: log.child({ door: 'control' }) });
  const { commandsFor } = botApi;
  const page = createPage({ world, media, log: log.child({ door: 'page' }), efirUrl, commandsFor });
  const mtproto = await startMtproto({
    world,
    faults,
    media,
    log: log.child({ door: 'mtproto' }),
    ...(mediaTimeoutMs === undefined ? {} : { mediaTimeoutMs }),
  });
  const stopMediaDrop = applyMediaDrop(world, faults, media);
  const stop = new AbortController();
  const closeParts = async () => {
    stop.abort();
    stopMediaDrop();
    botApi.close();
    page.close();
    await mtproto.close();
    await media.close();
    world.close();
  };

  const server = await listen(options.port, [botApi.handle, control, page.handle], log).catch(async (error) => {
    await closeParts();
    throw error;
  });
  const url = `http://127.0.0.1:${server.port}`;
  const assistantSessions = world.assistants().map(({ id }) => mtproto.sessionStringFor(id));
  const demoReady =
    seed && needsDemoTracks(world) ? postDemoTracks(world, folder, log, stop.signal) : Promise.resolve();
  return {
    url,
    environment: {
      BOT_TOKEN: token,
      BOT_API_ROOT: url,
      TELEGRAM_API_ID: '1',
      TELEGRAM_API_HASH: world.deriveSecret('api-hash').slice(0, 32),
      ASSISTANT_SESSION: assistantSessions[0] ?? '',
      MTPROTO_ADDRESS: `${mtproto.address.host}:${mtproto.address.port}`,
      ...(world.user(seedIds.owner) === undefined ? {} : { OWNER_IDS: String(seedIds.owner) }),
    },
    assistantSessions,
    world,
    faults,
    media,
    demoReady,
    close: async () => {
      stop.abort();
      await demoReady;
      await server.close();
      await closeParts();
    },
  };
}

/** As BotFather's: the bot's id, a colon, 35 characters. */
function botToken(world: World): string {
  const secret = Buffer.from(world.deriveSecret('bot-token'), 'hex').toString('base64url');
  return `${world.bot()?.id ?? seedIds.bot}:${secret.slice(0, 35)}`;
}

/** Demo tracks are a courtesy: without them the chat is there all the same. */
async function postDemoTracks(world: World, folder: string, log: Logger, signal: AbortSignal): Promise<void> {
  try {
    await seedDemoTracks(world, folder, signal);
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, 'there are no demo tracks');
  }
}

/** How long an idle connection is kept, milliseconds. */
const keepAliveMs = 30_000;

/** One HTTP server for all doors: the first that takes a request answers it. */
async function listen(port: number, doors: readonly Door[], log: Logger) {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    for (const door of doors) if (await door(request, response)) return;
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('Not found\n');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url?.replace(/bot[^/]+/, 'bot…') }, 'a request failed');
      response.destroy();
    });
  });
  // Long polls and recordings take their time; clients that are gone are noticed by their sockets.
  server.requestTimeout = 0;
  // Longer than clients keep an idle connection: one that is closed just when it is used again fails a request that was never looked at.
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new AppError('config-invalid', `SANDBOX_PORT: port ${port} on 127.0.0.1 cannot be used`, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
