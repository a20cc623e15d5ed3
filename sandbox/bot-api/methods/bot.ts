import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import type { BotCommand, CommandScope } from '../bot-profile.ts';
import type { Params } from '../params.ts';

const commandList = z.array(z.object({ command: z.string(), description: z.string() }));
/** https://core.telegram.org/bots/api#botcommandscope */
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
    /** A bot as BotFather makes it: groups allowed, privacy mode on. */
    getMe: () => ({
      ...context.render.user(context.bot().id),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    // Both belong to moving between Bot API servers; there is nothing to move here.
    logOut: () => true,
    close: () => true,
    /** Replaces the list of one scope and language. */
    setMyCommands: (params) => {
      profile.setCommands(readScope(context, params), readLanguage(params), readCommands(params));
      return true;
    },
    /** Exactly that scope and language: no falling back to wider ones, as in Telegram. */
    getMyCommands: (params) => profile.commands(readScope(context, params), readLanguage(params)),
    /** Afterwards the next wider scope is what people see. */
    deleteMyCommands: (params) => {
      profile.setCommands(readScope(context, params), readLanguage(params), []);
      return true;
    },
    ...textMethods(context, 'name', 'MyName'),
    ...textMethods(context, 'description', 'MyDescription'),
    ...textMethods(context, 'short_description', 'MyShortDescription'),
    // What the menu button opens is the clients' matter; the page shows commands always.
    setChatMenuButton: () => true,
    getChatMenuButton: () => ({ type: 'commands' }),
    setMyDefaultAdministratorRights: () => true,
  };
}

/** `set…` and `get…` of one of the three texts; `get` falls back to the text for every language. */
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

/** At most 100; names of 1–32 small letters, digits and underscores; descriptions of 1–256 characters. */
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

/** The default scope when there is none. Chats and users that are named must exist. */
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

/** Two letters of ISO 639-1, or nothing for everybody. */
function readLanguage(params: Params): string {
  const language = params.text('language_code') ?? '';
  if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('LANGUAGE_CODE_INVALID');
  return language;
}
