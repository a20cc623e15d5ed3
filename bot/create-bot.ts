import { setTimeout as sleep } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Bot, GrammyError } from 'grammy';
import type { Config } from '../config.ts';
import type { Control } from '../control/control.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { fitTexts } from './api/fit-texts.ts';
import { observeFloods } from './api/observe-floods.ts';
import { retryRequests } from './api/retry-requests.ts';
import { throttleSends } from './api/throttle-sends.ts';
import { registerCommands } from './commands/register-commands.ts';
import type { BotContext } from './context.ts';
import { createServices, type RunningServices } from './create-services.ts';
import { type BotObserver, unobserved } from './observer.ts';
import { createTexts } from './texts/texts.ts';
import { type Polling, pollUpdates } from './updates/poll-updates.ts';
import { routeUpdates } from './updates/route-updates.ts';

/** What the bot is made of. `now`: unix time in milliseconds; default Date.now. */
export interface BotOptions {
  readonly config: Config;
  readonly control: Control;
  readonly store: RealtimeStore;
  readonly log: Logger;
  readonly now?: () => number;
  readonly observer?: BotObserver;
}

/** The chat surface. */
export interface EfirBot {
  /**
   * Signs in, registers the command lists and starts to take updates; while Telegram is out of reach it goes on trying.
   * @throws AppError `config-invalid` when Telegram does not know the token.
   */
  start(): Promise<void>;
  /** Telegram answers, and updates are being taken. */
  isReady(): boolean;
  /** Takes no more updates, finishes what is under way, and closes what it opened. */
  stop(): Promise<void>;
}

/** How long, and how often, Telegram's "retry after" (429) is obeyed for one request before it is given up. */
const maxDelaySeconds = 300;
const maxRetryAttempts = 10;
const signInPauseMs = 2_000;

/** Creates the bot; nothing happens before `start`. @throws AppError `config-invalid` without a token. */
export function createBot({ config, control, store, log, now = Date.now, observer = unobserved }: BotOptions): EfirBot {
  const { BOT_TOKEN: token, BOT_API_ROOT: apiRoot } = config;
  if (token === undefined) throw new AppError('config-invalid', 'BOT_TOKEN: is not set: get one from @BotFather');
  const closing = new AbortController();
  const bot = new Bot<BotContext>(token, { client: { apiRoot } });
  // The last one is the outermost: an answer keeps its place in its chat's line while it is being repeated.
  bot.api.config.use(
    observeFloods(observer.onFloodWait),
    retryRequests({ log, signal: closing.signal }),
    autoRetry({ maxDelaySeconds, maxRetryAttempts, rethrowHttpErrors: true, rethrowInternalServerErrors: true }),
    throttleSends(),
    fitTexts(),
  );
  let running: RunningServices | undefined;
  let polling: Polling | undefined;
  return {
    async start() {
      await signIn(bot, log, closing.signal);
      // It was stopped before Telegram answered.
      if (closing.signal.aborted) return;
      const texts = createTexts();
      running = createServices({ api: bot.api, me: bot.botInfo, control, store, texts, log, now, observer });
      routeUpdates(bot, running.services);
      polling = pollUpdates({
        api: bot.api,
        inbox: store.inbox,
        handle: (update) => bot.handleUpdate(update),
        log,
      });
      // Nobody waits for the lists: commands work without them.
      registerCommands(bot.api, texts).catch((error: unknown) => {
        log.warn({ err: error }, 'the command lists could not be registered');
      });
      log.info({ username: bot.botInfo.username }, 'the bot is on');
    },
    isReady: () => polling?.isReady() ?? false,
    async stop() {
      // In this order: no new updates, then no more patience with Telegram, then what the handlers worked with.
      await polling?.stop();
      closing.abort();
      await running?.close();
    },
  };
}

/** Asks who we are, until Telegram answers or `signal` says to stop. */
async function signIn(bot: Bot<BotContext>, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      bot.botInfo = await bot.api.getMe();
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)) {
        throw new AppError('config-invalid', 'BOT_TOKEN: Telegram does not know this token', { cause: error });
      }
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'cannot sign in, trying again');
      await sleep(signInPauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
