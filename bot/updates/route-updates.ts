import { sequentialize } from '@grammyjs/runner';
import type { Bot } from 'grammy';
import { createTurns } from '../../control/turns.ts';
import { addsTracks } from '../commands/commands.ts';
import { parseCommand } from '../commands/parse-command.ts';
import type { BotContext } from '../context.ts';
import { createBlockedGate } from '../people/blocked-people.ts';
import type { BotServices } from '../services.ts';
import { extensions } from './extensions.ts';
import { handleButton } from './handle-button.ts';
import { handleChannelPost } from './handle-channel-post.ts';
import { handleMembership, handleOwnMembership, handleVoiceChatStarted } from './handle-membership.ts';
import { createMessageHandler } from './handle-message.ts';
import { createRepeats } from './repeats.ts';
import { tellFailure } from './tell-failure.ts';

/** Leads each kind of update to its handler. Edited messages are not asked for: a command counts as it was sent. */
export function routeUpdates(bot: Bot<BotContext>, services: BotServices): void {
  const repeats = createRepeats();
  const isFromBlocked = createBlockedGate(services);
  const handleMessage = createMessageHandler(services, createTurns());
  bot.use(async (context, next) => {
    if (!repeats.isRepeat(context.update.update_id)) await next();
  });
  bot.on('message', async (context, next) => {
    // Before it waits for anything: a /play that comes next does not wait, and may be about the album.
    services.bulk.notice(context.message);
    await next();
  });
  bot.use(sequentialize((context) => lineOf(context, services.me.username)));
  bot.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      await tellFailure(services, context, error);
    }
  });
  bot.use(async (context, next) => {
    if (!(await isFromBlocked(context))) await next();
  });
  for (const extend of extensions) extend(bot, services);
  // Service messages that mean something to us come before messages at large.
  bot.on('message:video_chat_started', (context) => handleVoiceChatStarted(services, context.message));
  bot.on('message:migrate_to_chat_id', ({ message }) =>
    services.control.migrate(message.chat.id, message.migrate_to_chat_id),
  );
  bot.on('message:migrate_from_chat_id', ({ message }) =>
    services.control.migrate(message.migrate_from_chat_id, message.chat.id),
  );
  bot.on('message', (context) => handleMessage(context));
  bot.on('channel_post', (context) => handleChannelPost(services, context.channelPost));
  bot.on('callback_query', (context) => handleButton(services, context.callbackQuery));
  bot.on('my_chat_member', (context) => handleOwnMembership(services, context.myChatMember));
  bot.on('chat_member', (context) => handleMembership(services, context.chatMember));
  bot.on('chat_join_request', ({ chatJoinRequest: { chat, from } }) =>
    services.entry.answerJoinRequest(chat.id, from.id),
  );
}

/**
 * Which updates wait for each other: those of a chat, so that two /skip in a row skip two tracks. But nothing waits for a /play or
 * /playnext: a slow site must not keep /stop waiting (additions have their own order, see control/turns.ts).
 */
function lineOf(context: BotContext, username: string): string[] {
  const { message, chat } = context;
  if (chat === undefined) return [];
  const parsed = message === undefined ? null : parseCommand(message, username);
  return parsed?.type === 'command' && addsTracks(parsed.name) ? [] : [String(chat.id)];
}
