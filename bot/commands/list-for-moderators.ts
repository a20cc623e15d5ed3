import { may } from '../../control/policy.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';
import { commands } from './commands.ts';
import { privateNames } from './register-commands.ts';

/** Its note on the private chat: the list that was set there. */
const listNote = 'command-list';

/**
 * Shows moderators and up their commands behind the slash of their private chat, and takes them out for who is none any more. Telegram is
 * asked only when that changes. Source: https://core.telegram.org/bots/api#botcommandscopechat
 */
export async function listForModerators(services: BotServices, userId: number, locale: Locale): Promise<void> {
  const { api, control, store, texts, log } = services;
  const { role, isBlocked } = await control.people.standing(userId);
  const actor = { person: { id: userId, name: '' }, role, isBlocked, isChatOperator: false };
  const own = [...commands].filter(([, { listedFor }]) => listedFor === 'moderators').map(([name]) => name);
  const names = may(actor, 'read-admin') ? [...own, ...privateNames] : [];
  const wanted = names.length === 0 ? null : [locale, ...names].join(' ');
  if ((await store.notes.get<string>(userId, listNote)) === wanted) return;
  const scope = { type: 'chat', chat_id: userId } as const;
  try {
    if (wanted === null) {
      await api.deleteMyCommands({ scope });
      await store.notes.remove(userId, listNote);
      return;
    }
    const list = names.map((name) => ({ command: name, description: texts.plain(locale, `command-${name}`) }));
    await api.setMyCommands(list, { scope });
    await store.notes.set(userId, listNote, wanted);
  } catch (error) {
    // Commands work without their list.
    log.warn({ err: error, userId }, 'the commands of a moderator could not be listed');
  }
}
