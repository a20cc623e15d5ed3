import type { ConversationFlavor } from '@grammyjs/conversations';
import type { Context } from 'grammy';

/** An update with the ways to answer it; conversations are entered through it. */
export type BotContext = ConversationFlavor<Context>;
