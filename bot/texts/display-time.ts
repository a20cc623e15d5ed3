import type { Locale, Texts } from './texts.ts';

/** A length as on a record sleeve: `3:07`, `1:02:45`. Seconds are rounded down, as players do. */
export function displayLength(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** A span in words, to the minute: `14 min`, `2 h 5 min`; below a minute it says 1 min. */
export function displaySpan(texts: Texts, locale: Locale, durationMs: number): string {
  // “0 min” would sound broken; below a minute callers say so in other words.
  const minutes = Math.max(1, Math.round(durationMs / 60_000));
  if (minutes < 60) return texts.plain(locale, 'minutes', { minutes });
  return texts.plain(locale, 'hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Eight blocks, as many filled as has been played: `▰▰▰▱▱▱▱▱`. */
export function displayBar(positionMs: number, durationMs: number): string {
  const filled = durationMs <= 0 ? 0 : Math.min(8, Math.max(0, Math.round((positionMs / durationMs) * 8)));
  return '▰'.repeat(filled) + '▱'.repeat(8 - filled);
}
