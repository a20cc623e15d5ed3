/** What to do to the volume: set it, or change it by so much. Percent. */
export type VolumeWish = { readonly type: 'to' | 'by'; readonly percent: number };

/** Reads a volume: `80`, `80%`, `+10`, `-10`. null when it is none; ranges are not checked here. */
export function readVolume(text: string): VolumeWish | null {
  const match = /^([+＋]|[-‐‑‒–—−])?\s*(\d{1,9})\s*%?$/u.exec(text.trim());
  if (match === null) return null;
  const [, mark, digits] = match;
  const percent = Number(digits);
  if (mark === undefined) return { type: 'to', percent };
  return { type: 'by', percent: /[+＋]/u.test(mark) ? percent : -percent };
}
