import { mendMojibake } from './mend-mojibake.ts';

/** How a track is called. */
export interface TrackNames {
  readonly title: string;
  readonly performer: string | null;
}

/** Longer names are of no use in any list, and Redis keeps them for every item. */
const maxChars = 200;

/**
 * Names a track: by its tags, else by what Telegram says, else by its file's name.
 * @param fileName with or without folders and extension; null when there is none.
 */
export function nameTrack(
  tags: { readonly title: string | null; readonly performer: string | null },
  sender: { readonly title: string | null; readonly performer: string | null },
  fileName: string | null,
): TrackNames {
  const title = clean(tags.title) ?? clean(sender.title);
  const performer = clean(tags.performer) ?? clean(sender.performer);
  if (title !== null) return { title, performer };
  const fromFile = namesFromFile(fileName ?? '');
  return { title: fromFile.title, performer: performer ?? fromFile.performer };
}

/** Reads `01 - Miles_Davis – So What.mp3` as performer and title. */
export function namesFromFile(fileName: string): TrackNames {
  const base = fileName.replace(/^.*[/\\]/, '').replace(/\.[\p{L}\d]{1,5}$/u, '');
  const words = clean(base.replace(/_/g, ' ')) ?? '';
  // A track number, but not a title that is a number ("99 Luftballons", "1979").
  const text = words.replace(/^\d{1,3}\s*[.\-–—)]\s+/, '');
  const [, performer, title] = /^(.+?)\s+[-–—]\s+(.+)$/.exec(text) ?? [];
  if (performer !== undefined && title !== undefined) return { title, performer };
  return { title: text || words || 'Audio', performer: null };
}

/** One line of visible text; null when nothing is left. */
function clean(text: string | null): string | null {
  if (text === null) return null;
  const line = mendMojibake(text.replaceAll('\0', ' ').trim())
    .replace(/[\p{Cc}\u2028\u2029\uFEFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return /^[\p{Cf}\s]*$/u.test(line) ? null : [...line].slice(0, maxChars).join('');
}
