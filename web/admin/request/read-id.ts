/** A whole number in an address: a person's or chat's id, a number of the audit; null: it is none. */
export function readId(text: string | undefined): number | null {
  if (text === undefined || !/^-?\d{1,16}$/.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}
