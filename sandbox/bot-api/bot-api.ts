import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../log.ts';
import type { Faults } from '../faults.ts';
import { isAdministrator } from '../world/rights.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './api-error.ts';
import { sufferFaults } from './bot-api-faults.ts';
import { type BotContext, type Method, requireBot } from './bot-context.ts';
import { type BotCommand, createBotProfile } from './bot-profile.ts';
import { createCallbackQueries } from './callback-queries.ts';
import { serveFile } from './file-door.ts';
import { administrationMethods } from './methods/administration.ts';
import { botMethods } from './methods/bot.ts';
import { chatMethods } from './methods/chat.ts';
import { editMethods } from './methods/edit.ts';
import { interactionMethods } from './methods/interaction.ts';
import { inviteMethods } from './methods/invites.ts';
import { sendMethods } from './methods/send.ts';
import { updateMethods } from './methods/updates.ts';
import { type Params, readParams } from './params.ts';
import { type Press, type PressOutcome, pressButton } from './press-button.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRenderer } from './render.ts';
import { feedUpdates } from './update-feed.ts';
import { createUpdateQueue } from './update-queue.ts';
import { createWebhook } from './webhook.ts';

/** The Bot API's door to the world. */
export interface BotApi {
  /** Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`; false when the request is for another door. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** A person presses a button under a message. */
  press(press: Press): Promise<PressOutcome>;
  /** The command menu that this person sees in this chat. */
  commandsFor(chatId: number, userId: number): readonly BotCommand[];
  /** Delivers the last update to the bot once more; false when it has had none. */
  repeatUpdate(): boolean;
  close(): void;
}

/** What the Bot API needs. `strictRates`: refuse with 429 who sends faster than Telegram allows (default no). */
export interface BotApiOptions {
  readonly world: World;
  readonly faults: Faults;
  readonly token: string;
  readonly log: Logger;
  readonly strictRates?: boolean;
}

/** Opens the Bot API for the world's one bot. Whoever opens it closes it. */
export function createBotApi({ world, faults, token, log, strictRates = false }: BotApiOptions): BotApi {
  const queue = createUpdateQueue(world.nowMs);
  const render = createRenderer(world);
  const context: BotContext = {
    world,
    render,
    queue,
    callbacks: createCallbackQueries(world.nowMs),
    profile: createBotProfile(),
    webhook: createWebhook(queue, world.nowMs, log),
    log,
    bot: () => requireBot(world),
  };
  const methods = collectMethods(context);
  const rates = strictRates ? createRateLimits(world.nowMs) : null;
  const stopFeed = feedUpdates(world, render, queue);
  const waitingPolls = new Set<ServerResponse>();
  // A poll that waits when Telegram goes down is cut too.
  const stopFaults = faults.onChange(() => {
    if (sufferFaultsOfPolls(faults)) for (const response of waitingPolls) response.destroy();
  });

  // One call of a method, from the raw request to the answer on the wire.
  const call = async (name: string, request: IncomingMessage, response: ServerResponse, url: URL) => {
    const params = await readParams(request, url);
    const chatId = Number(params.text('chat_id'));
    if (sufferFaults(faults, { method: name, ...(Number.isFinite(chatId) ? { chatId } : {}) }) === 'drop') {
      response.destroy();
      return;
    }
    const method = methods.get(name.toLowerCase());
    if (method === undefined) {
      world.noteUnknownMethod('bot-api', name);
      throw new ApiError(404, 'Not Found: method not found');
    }
    countMessage(name, params);
    // A client that hangs up ends its long poll.
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const isPoll = name.toLowerCase() === 'getupdates';
    if (isPoll) waitingPolls.add(response);
    try {
      const result = await method(params, gone.signal);
      if (!response.destroyed) sendJson(response, 200, { ok: true, result });
    } finally {
      waitingPolls.delete(response);
    }
  };
  // Only what puts a message into a chat counts against Telegram's limits.
  const countMessage = (name: string, params: Params) => {
    const chat = world.chat(Number(params.text('chat_id')));
    if (chat !== undefined && /^send(?!chataction)/i.test(name)) rates?.count(chat);
  };
  return {
    handle: async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const match = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname);
      if (match === null) return false;
      const [, file, givenToken = '', rest = ''] = match;
      try {
        if (decodeURIComponent(givenToken) !== token) throw new ApiError(401, 'Unauthorized');
        if (file === undefined) await call(rest, request, response, url);
        else if (sufferFaults(faults, { method: 'file' }) === 'drop') response.destroy();
        else await serveFile({ world, faults }, rest, request, response);
      } catch (error) {
        answerError(error, response, log);
      }
      return true;
    },
    press: (press) => pressButton(context, press),
    commandsFor: (chatId, userId) =>
      context.profile.commandsFor({
        chatId,
        userId,
        isPrivate: world.chat(chatId)?.type === 'private',
        isAdministrator: isAdministrator(world.member(chatId, userId)),
        languageCode: world.user(userId)?.languageCode ?? '',
      }),
    repeatUpdate: queue.repeat,
    close: () => {
      stopFeed();
      stopFaults();
      context.webhook.close();
      context.callbacks.close();
      for (const response of waitingPolls) response.destroy();
    },
  };
}

/** All methods by their names in small letters. */
function collectMethods(context: BotContext): ReadonlyMap<string, Method> {
  const all = {
    ...updateMethods(context),
    ...botMethods(context),
    ...sendMethods(context),
    ...editMethods(context),
    ...interactionMethods(context),
    ...chatMethods(context),
    ...administrationMethods(context),
    ...inviteMethods(context),
  };
  // Telegram takes method names in any case.
  return new Map(Object.entries(all).map(([name, method]) => [name.toLowerCase(), method]));
}

/** Whether the Bot API is down for a while, as against once. */
function sufferFaultsOfPolls(faults: Faults): boolean {
  const down = faults.peek('bot-api-down', { method: 'getUpdates' });
  return down !== null && down.seconds !== undefined && down.count === undefined;
}

/** Refusals go out as Telegram words them; anything else is our own mistake, and is logged. */
function answerError(error: unknown, response: ServerResponse, log: Logger): void {
  if (!(error instanceof ApiError)) log.error({ err: error }, 'the Bot API door failed');
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { code, message, parameters } =
    error instanceof ApiError ? error : new ApiError(500, 'Internal Server Error: the stand-in failed, see its log');
  sendJson(response, code, {
    ok: false,
    error_code: code,
    description: message,
    ...(parameters === undefined ? {} : { parameters }),
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
