import { toAppError } from '../../errors.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** What a person is told of a broken thing, as Telegram HTML; the log has the rest. */
export function errorText(texts: Texts, locale: Locale, error: unknown): string {
  const { code } = toAppError(error);
  const isStorage = code === 'redis-unavailable' || code === 'sql-unavailable';
  return isStorage ? texts.html(locale, 'unavailable') : texts.html(locale, 'error', { code });
}
