/** One-time links that sign people in to the panel, by the hashes of their secrets. Each write is one atomic step. */
export interface SignInLinks {
  /** Makes a link good for `ttlMs`; an older one of the same person is good no more. */
  issue(hash: string, userId: number, ttlMs: number): Promise<void>;
  /** Whose link it is, without using it; null: nobody's (any more). */
  peek(hash: string): Promise<number | null>;
  /**
   * Uses it: exactly one of any number of callers gets the person, the others null. When the connection breaks in the middle, it may be used
   * without anybody having got it.
   */
  use(hash: string): Promise<number | null>;
}

/** Who is signed in to the panel, by the hashes of the sessions' secrets. */
export interface WebSessions {
  /** Begins a session that ends by itself after `ttlMs`. */
  start(hash: string, userId: number, ttlMs: number): Promise<void>;
  /** Whose it is; null: it is over. */
  read(hash: string): Promise<number | null>;
  end(hash: string): Promise<void>;
  /** Ends all sessions of a person, and a sign-in link that waits. */
  endAll(userId: number): Promise<void>;
}

/** How often something may be done: `points` times in `seconds`. */
export interface RateLimit {
  readonly points: number;
  readonly seconds: number;
}

/** Counts what people do, over all processes. */
export interface RateLimits {
  /** Counts once. `name`: what is limited; `key`: for whom. `retryAfterMs`: 0 when it is allowed. */
  take(
    name: string,
    key: string,
    limit: RateLimit,
  ): Promise<{ readonly isAllowed: boolean; readonly retryAfterMs: number }>;
}
