import { displaySpan } from '../texts/display-time.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/**
 * A moment for administrators, as `28 Nov 2026, 14:05 UTC`: Telegram does not tell a bot in which zone a person lives.
 * @param at Unix time in milliseconds.
 */
export function displayMoment(locale: Locale, at: number): string {
  const date = new Date(at).toLocaleString(locale === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return `${date} UTC`;
}

/** How long ago something was, as `14 min ago`, within a day; null: longer ago, when a date says more. */
export function displayAgo(texts: Texts, locale: Locale, agoMs: number): string | null {
  if (agoMs < 60_000) return texts.plain(locale, 'admin-just-now');
  return agoMs < 86_400_000 ? texts.plain(locale, 'admin-ago', { span: displaySpan(texts, locale, agoMs) }) : null;
}
