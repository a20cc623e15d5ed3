import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import type { BotCommand, CommandScope } from '../bot-profile.ts';
import type { Params } from '../params.ts';

const commandList = z.array(z.object({ command: z.string(), description: z.string() }));
const scopeObject = z.object({
  type: z.enum([
    'default',
    'all_private_chats',
    'all_group_chats',
    'all_chat_administrators',
    'chat',
    'chat_administrators',
    'chat_member',
  ]),
  chat_id: z.coerce.number().int().optional(),
  user_id: z.coerce.number().int().optional(),
});

/** Longest texts about a bot, in characters. */
const textLimits = { name: 64, description: 512, short_description: 120 } as const;

/** What a bot says of itself: getMe, its command menus, names and descriptions. */
export function botMethods(context: BotContext): Methods {
  const { profile } = context;
  return {
    getMe: () => ({
      ...context.render.user(context.bot().id),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    logOut: () => true,
    close: () => true,
    setMyCommands: (params) => {
      profile.setCommands(readScope(context, params), readLanguage(params), readCommands(params));
      return true;
    },
    getMyCommands: (params) => profile.commands(readScope(context, params), readLanguage(params)),
    deleteMyCommands: (params) => {
      profile.setCommands(readScope(context, params), readLanguage(params), []);
      return true;
    },
    ...textMethods(context, 'name', 'MyName'),
    ...textMethods(context, 'description', 'MyDescription'),
    ...textMethods(context, 'short_description', 'MyShortDescription'),
    setChatMenuButton: () => true,
    getChatMenuButton: () => ({ type: 'commands' }),
    setMyDefaultAdministratorRights: () => true,
  };
}

function textMethods({ profile }: BotContext, field: keyof typeof textLimits, suffix: string): Methods {
  return {
    [`set${suffix}`]: (params) => {
      const text = params.text(field) ?? '';
      if ([...text].length > textLimits[field]) throw badRequest(`bot ${field.replaceAll('_', ' ')} is too long`);
      profile.setText(field, readLanguage(params), text);
      return true;
    },
    [`get${suffix}`]: (params) => ({ [field]: profile.text(field, readLanguage(params)) }),
  };
}

function readCommands(params: Params): readonly BotCommand[] {
  const parsed = commandList.safeParse(params.json('commands'));
  if (!parsed.success) throw badRequest("can't parse commands: expected an Array of BotCommand");
  if (parsed.data.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of parsed.data) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  return parsed.data;
}

function readScope({ world }: BotContext, params: Params): CommandScope {
  const given = params.json('scope');
  if (given === undefined) return { type: 'default' };
  const parsed = scopeObject.safeParse(given);
  if (!parsed.success) throw badRequest("can't parse BotCommandScope");
  const { type, chat_id: chatId, user_id: userId } = parsed.data;
  const isOneChat = type === 'chat' || type === 'chat_administrators' || type === 'chat_member';
  if (isOneChat && (chatId === undefined || world.chat(chatId) === undefined)) throw badRequest('chat not found');
  if (type === 'chat_member' && (userId === undefined || world.user(userId) === undefined))
    throw badRequest('user not found');
  return {
    type,
    ...(isOneChat && chatId !== undefined ? { chatId } : {}),
    ...(type === 'chat_member' && userId !== undefined ? { userId } : {}),
  };
}

function readLanguage(params: Params): string {
  const language = params.text('language_code') ?? '';
  if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('LANGUAGE_CODE_INVALID');
  return language;
}
