import type { Locale, Texts } from './texts.ts';

/**
 * A span that somebody set, in one unit, whole: `5 minutes`, `2 hours`, `30 seconds`; in Russian in the accusative, as it stands after
 * «через» and «никто не слушал».
 */
export function exactSpan(texts: Texts, locale: Locale, durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1_000));
  const [unit, count] =
    seconds % 3_600 === 0
      ? ['hours', seconds / 3_600]
      : seconds >= 60
        ? ['minutes', Math.round(seconds / 60)]
        : ['seconds', seconds];
  return texts.plain(locale, `span-${unit}`, { count });
}
