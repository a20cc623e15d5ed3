import type { Refusal } from '../../storage/model.ts';
import { displayName } from './display-name.ts';
import type { Locale, Texts } from './texts.ts';

/** Refusals that have a text of their own in a list of several. */
const own: ReadonlySet<Refusal['code']> = new Set([
  'no-audio',
  'unreadable',
  'empty-file',
  'truncated',
  'zero-length',
  'file-gone',
  'too-large',
  'url-private',
  'not-in-library',
  'playlist-empty',
  'playlist-loop',
  'playlist-too-long',
  'yt-dlp-missing',
  'yt-dlp-failed',
  'nothing-found',
  'too-long-to-answer',
]);

/** Why one of several cannot be played, in a few words, as Telegram HTML: “notes.pdf” has no audio. */
export function shortRefusal(texts: Texts, locale: Locale, name: string, { code }: Refusal): string {
  const shown = displayName(name, 40);
  if (own.has(code)) return texts.html(locale, `reason-${code}`, { name: shown });
  return texts.html(locale, code.startsWith('url-') ? 'reason-url' : 'reason-other', { name: shown });
}
