/**
 * Reads a whole number as a person writes it: `3`, `#3`, `№3`. null when it is none. A number too large to be exact is read as
 * the largest exact one: out of any range all the same.
 */
export function readNumber(text: string): number | null {
  const match = /^[#№]?\s*(\d{1,400})$/u.exec(text.trim());
  return match === null ? null : Math.min(Number(match[1]), Number.MAX_SAFE_INTEGER);
}
