import type { Refusal } from '../../storage/model.ts';
import { displayName } from './display-name.ts';
import type { Locale, Texts } from './texts.ts';

/** Why something cannot be played, as Telegram HTML. `name`: what the person asked for. */
export function refusalText(texts: Texts, locale: Locale, name: string, refusal: Refusal): string {
  // It is somebody's text, perhaps 4,096 characters of it.
  const shown = displayName(name, 40);
  switch (refusal.code) {
    case 'url-status':
      return texts.html(locale, 'refusal-url-status', { status: refusal.status });
    case 'too-large':
      return texts.html(locale, 'refusal-too-large', { name: shown, limit: refusal.limitMb });
    case 'not-in-library':
      return refusal.nearest.length === 0
        ? texts.html(locale, 'refusal-not-in-library-unlike', { name: shown })
        : texts.html(locale, 'refusal-not-in-library', {
            name: shown,
            nearest: alternatives(texts, locale, refusal.nearest),
          });
    default:
      return texts.html(locale, `refusal-${refusal.code}`, { name: shown });
  }
}

/** “A”, “B” or “C”. */
function alternatives(texts: Texts, locale: Locale, names: readonly string[]): string {
  const quoted = names.map((name) => texts.plain(locale, 'library-name', { name: displayName(name, 40) }));
  const last = quoted.at(-1) ?? '';
  const rest = quoted.slice(0, -1).join(', ');
  return rest === '' ? last : texts.plain(locale, 'library-or', { rest, last });
}
