/** What is limited: attempts to sign in, and writes. */
export type LimitedKind = 'sign-in' | 'write';

/** Counts what somebody does; the counts are shared by all control processes. */
export interface RateLimits {
  /**
   * Counts one more of a kind for a key (an address, a person).
   * @returns how long to wait, milliseconds, when it was one too many; null: go on.
   */
  take(kind: LimitedKind, key: string): Promise<number | null>;
}
