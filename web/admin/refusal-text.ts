import type { NamedRefusal } from '../../storage/model.ts';
import type { Texts } from '../texts/texts.ts';

const longestName = 80;

/** Why something cannot be played, in words. */
export function refusalText({ songs }: Texts, { name, refusal }: NamedRefusal): string {
  const short = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
  switch (refusal.code) {
    case 'url-status':
      return songs.refusalStatus(refusal.status);
    case 'too-large':
      return songs.refusalTooLarge(short, refusal.limitMb);
    case 'not-in-library':
      return refusal.nearest.length === 0
        ? songs.refusalNotInLibrary(short)
        : songs.refusalNearest(short, refusal.nearest);
    default:
      return songs.refusals[refusal.code](short);
  }
}
