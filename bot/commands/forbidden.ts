import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';

/** Why not, and whom to ask: `key` says who may, then comes “Ask @olga or another admin.” when there is somebody to name. */
export async function forbiddenText(
  { operators, texts }: BotServices,
  chatId: number,
  locale: Locale,
  key: 'forbidden' | 'add-forbidden' | 'remove-forbidden' = 'forbidden',
): Promise<string> {
  const why = texts.html(locale, key);
  // The name may be a mention: whoever asked wants that person to hear of it.
  const admin = await operators.someone(chatId);
  return admin === null ? why : `${why} ${texts.html(locale, 'ask-admin', { admin })}`;
}
