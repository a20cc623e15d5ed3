/** Who counts what goes on between us and Redis. Called for every command: must be quick and must not throw. */
export interface RedisObserver {
  /**
   * A command, or a script, was over after `tookMs` milliseconds, outages waited for included. `unavailable`: Redis did not answer in time;
   * `failed`: it refused.
   */
  onCommand(tookMs: number, result: 'ok' | 'failed' | 'unavailable'): void;
  /** The connection stands, or broke. Told when that changes. */
  onConnection(isUp: boolean): void;
}
