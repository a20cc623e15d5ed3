import type { Logger } from '../../log.ts';
import type { User } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './api-error.ts';
import type { BotProfile } from './bot-profile.ts';
import type { CallbackQueries } from './callback-queries.ts';
import type { Params } from './params.ts';
import type { Renderer } from './render.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { Webhook } from './webhook.ts';

/** What every method works with: the world, and what the Bot API keeps for its one bot. */
export interface BotContext {
  readonly world: World;
  readonly render: Renderer;
  readonly queue: UpdateQueue;
  readonly callbacks: CallbackQueries;
  readonly profile: BotProfile;
  readonly webhook: Webhook;
  readonly log: Logger;
  /** The bot itself. */
  bot(): User;
}

/** A method of the Bot API: parameters in, `result` out. `signal` aborts when the client is gone. */
export type Method = (params: Params, signal: AbortSignal) => unknown;

/** Methods by their names as the documentation writes them. */
export type Methods = Readonly<Record<string, Method>>;

/** The bot of the world. Throws when there is none: then nobody holds its token either. */
export function requireBot(world: World): User {
  const bot = world.bot();
  if (bot === undefined) throw new ApiError(401, 'Unauthorized');
  return bot;
}
