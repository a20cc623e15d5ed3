/**
 * How unlike two names are, 0 (same) … 1: edits (insert, delete, replace, swap of neighbours) by the longer length.
 * @see Damerau, "A technique for computer detection and correction of spelling errors", 1964 (optimal string alignment)
 */
export function unlikeness(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of left.entries()) {
    const row = [i + 1];
    for (const [j, other] of right.entries()) {
      const replaced = (last[j] ?? 0) + (letter === other ? 0 : 1);
      const isSwap = i > 0 && j > 0 && letter === right[j - 1] && left[i - 1] === other;
      const swapped = isSwap ? (beforeLast[j - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return (last[right.length] ?? 0) / Math.max(left.length, right.length, 1);
}
