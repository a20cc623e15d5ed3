/**
 * Reduces a name to what people remember of it: no case, no diacritics, no punctuation, no extension of a media file
 * (“Beyoncé – Déjà_Vu.mp3” → “beyonce deja vu”).
 */
export function normalizeName(name: string): string {
  return name
    .replace(/\.[a-z\d]{2,5}$/i, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
