import type { Locale } from '../texts/texts.ts';

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
