/** Who counts what the chat surface does. Must be quick and must not throw. */
export interface BotObserver {
  /**
   * A command was answered after `tookMs`. `command`: null when there is no such command. `refused`: not done, and said why (not in this
   * kind of chat, too old).
   */
  onCommand(command: string | null, result: 'done' | 'refused' | 'failed', tookMs: number): void;
  /** The Bot API asked to wait. */
  onFloodWait(waitMs: number): void;
}

/** Nobody counts. */
export const unobserved: BotObserver = { onCommand: () => undefined, onFloodWait: () => undefined };
