/** What to do to the auto-end. `minutes`: any whole number, its range is not checked here. */
export type AutoEndWish = { readonly type: 'on' | 'off' } | { readonly type: 'minutes'; readonly minutes: number };

const words: ReadonlyMap<string, 'on' | 'off'> = new Map([
  ['on', 'on'],
  ['yes', 'on'],
  ['вкл', 'on'],
  ['да', 'on'],
  ['off', 'off'],
  ['no', 'off'],
  ['never', 'off'],
  ['выкл', 'off'],
  ['нет', 'off'],
  ['никогда', 'off'],
]);

/** Reads `on`, `off`, `10`, `10 min`, `2h`, `10 минут`, `2 ч`. null: none of these. */
export function readAutoEnd(text: string): AutoEndWish | null {
  const wanted = text.trim().toLowerCase();
  const word = words.get(wanted);
  if (word !== undefined) return { type: word };
  const match = /^([-‐‑‒–—−])?\s*(\d{1,9})\s*(m|min|minutes?|м|мин|минут[аыу]?|h|hours?|ч|час(?:а|ов)?)?\.?$/u.exec(
    wanted,
  );
  if (match === null) return null;
  const [, minus, digits, unit = 'm'] = match;
  const minutes = Number(digits) * (/^[hч]/u.test(unit) ? 60 : 1);
  return { type: 'minutes', minutes: minus === undefined ? minutes : -minutes };
}
