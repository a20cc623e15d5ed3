/** A position for a script; what is not a whole number (NaN, 1.5, 1e300) becomes 0, which no queue has. */
export function positionArg(position: number): number {
  return Number.isSafeInteger(position) ? position : 0;
}
