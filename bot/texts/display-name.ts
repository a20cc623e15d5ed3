import type { Track } from '../../storage/model.ts';

/** Longest title or performer in an answer, in characters as a person counts them. */
const longest = 60;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
// Marks that turn the reading direction of what follows; a title could use them to disguise the rest of our message.
const directionMarks = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/**
 * Anybody's text on one line of ours: no control characters, shortened with … in the middle, right-to-left text isolated
 * (U+2068 … U+2069) so that it doesn't reorder our words. Not escaped yet.
 */
export function displayName(text: string, maxLength = longest): string {
  const clean = text.replaceAll(directionMarks, '').replaceAll(unseen, ' ').trim();
  const short = shorten(clean, maxLength);
  return rightToLeft.test(short) ? `\u2068${short}\u2069` : short;
}

/** “Performer – Title”, as the card and answers show it. */
export function trackName({ title, performer }: Pick<Track, 'title' | 'performer'>): string {
  return performer === null ? displayName(title) : `${displayName(performer)} – ${displayName(title)}`;
}

/** “Title · Performer”, as the queue shows it: titles differ, performers repeat. */
export function queueName({ title, performer }: Track): string {
  return performer === null ? displayName(title, 40) : `${displayName(title, 40)} · ${displayName(performer, 30)}`;
}

function shorten(text: string, maxLength: number): string {
  // A character of several parts (👨‍👩‍👧) is never cut in two, hence graphemes.
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  if (characters.reduce((sum, it) => sum + weightOf(it), 0) <= maxLength) return text;
  const head = Math.ceil((maxLength - 1) * 0.6);
  const start = fill(characters, head).join('').trimEnd();
  const end = fill(characters.toReversed(), maxLength - 1 - head)
    .toReversed()
    .join('')
    .trimStart();
  return `${start}…${end}`;
}

/** A character weighs 1, also a family of emoji (8 units of UTF-16); one under a heap of combining marks weighs as much as it takes. */
function weightOf(character: string): number {
  return Math.ceil(character.length / 8);
}

/** As many characters from the beginning as weigh no more than `capacity`. */
function fill(characters: readonly string[], capacity: number): readonly string[] {
  let weight = 0;
  const end = characters.findIndex((it) => {
    weight += weightOf(it);
    return weight > capacity;
  });
  return end === -1 ? characters : characters.slice(0, end);
}
