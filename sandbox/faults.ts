/** What can be made to go wrong (SANDBOX.md, POST /control/faults). */
export const faultKinds = [
  'bot-api-429',
  'bot-api-down',
  'bot-api-500',
  'flood-wait',
  'mtproto-drop',
  'mtproto-down',
  'media-drop',
  'participants-updates-lost',
  'participants-updates-reordered',
  'participants-updates-delayed',
  'stream-mode',
  'slow-download',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** One fault. It ends after `seconds`, or after `count` uses, or when it is deleted; without both after one use. */
export interface Fault {
  readonly kind: FaultKind;
  readonly chatId?: number;
  readonly method?: string;
  readonly seconds?: number;
  readonly count?: number;
}

/** The registry of active faults that every door asks. */
export interface Faults {
  add(fault: Fault): void;
  /** The fault that applies here, used up by one; null when there is none. Absent chatId or method of a fault match any. */
  take(kind: FaultKind, where?: { readonly chatId?: number; readonly method?: string }): Fault | null;
  /** As `take`, without using it up. */
  peek(kind: FaultKind, where?: { readonly chatId?: number; readonly method?: string }): Fault | null;
  list(): readonly Fault[];
  clear(): void;
  /** Told after every add, expiry and clear. Returns the unsubscribe. */
  onChange(listener: () => void): () => void;
}
