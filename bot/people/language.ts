import type { BotServices } from '../services.ts';
import { type Locale, localeOf } from '../texts/texts.ts';
import type { Speaker } from './speaker.ts';

/**
 * The language to answer somebody in: the one they chose, else their Telegram's; for an anonymous administrator or a channel that
 * of the chat (its settings, else its music).
 */
export async function languageFor(
  { control, store }: Pick<BotServices, 'control' | 'store'>,
  chatId: number,
  { user }: Pick<Speaker, 'user'>,
): Promise<Locale> {
  if (user === null) {
    const { language } = await store.settings.read(chatId);
    return language ?? (await store.notes.get<Locale>(chatId, 'language')) ?? 'en';
  }
  const { language } = await control.people.standing(user.id);
  return language ?? localeOf(user.language_code);
}
