import type { Message } from 'grammy/types';
import { commands } from '../commands/commands.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { addToGroup } from '../commands/start.ts';
import { reply } from '../reply.ts';
import type { BotServices } from '../services.ts';

/** A post in a channel: Efir plays in groups, and says so when it is called. */
export async function handleChannelPost(services: BotServices, post: Message): Promise<void> {
  const parsed = parseCommand(post, services.me.username);
  if (parsed.type !== 'command' || !(parsed.isMentioned || commands.has(parsed.name))) return;
  // Posts have no author, so no language either.
  await reply(services.api, post, {
    html: services.texts.html('en', 'channel'),
    keyboard: addToGroup(services, 'en'),
  });
}
