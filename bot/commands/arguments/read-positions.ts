import { readNumber } from './read-number.ts';

/** Two positions of the queue, 1-based. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads one position or a range: `3`, `2-4`, `2–4`, `2..4`; a range may be given from its end. null when it is neither. */
export function readSpan(text: string): Span | null {
  const single = readNumber(text);
  if (single !== null) return { from: single, to: single };
  const [first, second, ...rest] = text.split(/\s*(?:[-‐‑‒–—−]|\.{2,3}|…)\s*/u).map(readNumber);
  if (first === undefined || second === undefined || first === null || second === null || rest.length > 0) return null;
  return { from: Math.min(first, second), to: Math.max(first, second) };
}

/** Words for the ends of the queue, as `/move 4 top`. */
const tops = ['top', 'first', 'start', 'front', 'начало', 'первым', 'вверх'];
const ends = ['end', 'last', 'bottom', 'конец', 'последним', 'вниз'];

/**
 * Reads from where to where: `4 2`, `4, 2`, `4 -> 2`, `4 to 2`, `4 top`, `4 end`. null when it is something else.
 * @param length of the queue: what `end` means.
 */
export function readStep(text: string, length: number): Span | null {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/\s*(?:,|->|→|>)\s*|\s+(?:(?:to|на)\s+)?/u);
  const [first = '', second = '', ...rest] = parts;
  const from = readNumber(first);
  const to = tops.includes(second) ? 1 : ends.includes(second) ? Math.max(1, length) : readNumber(second);
  return from === null || to === null || rest.length > 0 ? null : { from, to };
}
