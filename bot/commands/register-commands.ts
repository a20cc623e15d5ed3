import type { Api } from 'grammy';
import type { BotCommandScope } from 'grammy/types';
import { type Locale, locales, type Texts } from '../texts/texts.ts';
import { commands } from './commands.ts';

/**
 * Registers the lists that Telegram shows behind the slash: for groups, for their admins, for private chats; English for all, Russian
 * for those whose Telegram speaks it. Source: https://core.telegram.org/bots/api#botcommandscope
 */
export async function registerCommands(api: Api, texts: Texts): Promise<void> {
  for (const locale of locales) {
    for (const { scope, names } of lists()) {
      const list = names.map((name) => ({ command: name, description: texts.plain(locale, `command-${name}`) }));
      await api.setMyCommands(list, { scope, ...languageOf(locale) });
    }
  }
}

/** What everybody sees in the private chat. */
export const privateNames: readonly string[] = [...commands]
  .filter(([, { where, listedFor }]) => where === 'anywhere' && listedFor === 'everyone')
  .map(([name]) => name);

function lists(): readonly { readonly scope: BotCommandScope; readonly names: readonly string[] }[] {
  const all = [...commands].filter(
    ([name, { listedFor }]) => name !== 'start' && (listedFor === 'everyone' || listedFor === 'operators'),
  );
  const forEveryone = all.filter(([, entry]) => entry.listedFor === 'everyone').map(([name]) => name);
  return [
    { scope: { type: 'default' }, names: forEveryone },
    { scope: { type: 'all_group_chats' }, names: forEveryone },
    { scope: { type: 'all_chat_administrators' }, names: all.map(([name]) => name) },
    { scope: { type: 'all_private_chats' }, names: privateNames },
  ];
}

/** The list without a language is for everybody whose language has none of its own. */
function languageOf(locale: Locale): { language_code?: 'ru' } {
  return locale === 'ru' ? { language_code: 'ru' } : {};
}
