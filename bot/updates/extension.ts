import type { Composer } from 'grammy';
import type { BotContext } from '../context.ts';
import type { BotServices } from '../services.ts';

/**
 * Middleware of a part of the chat surface (menus, conversations) that comes before the general handlers: after repeated updates have
 * been dropped, and in the chat's order. What it does not handle it passes on with `next`.
 */
export type Extension = (composer: Composer<BotContext>, services: BotServices) => void;
