import { createHmac, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Chat, GroupCall, Invite, Media, Message, User, WorldEvents } from './model.ts';

/** What the parts of the world share: its data, its events and its clock. Private to sandbox/world. */
export interface WorldCore {
  readonly events: EventEmitter<WorldEvents>;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** Random bytes in hex that never leave the stand-in; every access hash and key derives from it. */
  secret: string;
  readonly users: Map<number, User>;
  readonly chats: Map<number, Chat>;
  /** chat id → message id → message, in order of sending. */
  readonly messages: Map<number, Map<number, Message>>;
  readonly calls: Map<string, GroupCall>;
  readonly invites: Map<string, Invite>;
  /** `chatId:userId` → hash of the link they asked by. */
  readonly joinRequests: Map<string, string>;
  readonly files: Map<string, Media>;
  readonly unknownMethods: Set<string>;
  /** The next number of each kind of id. */
  readonly counters: { user: number; chat: number; object: number };
  /** To be called after every change, so that the world is kept on disk. */
  changed(): void;
}

/** An empty world. */
export function createCore(nowMs: () => number): WorldCore {
  const core: WorldCore = {
    events: new EventEmitter<WorldEvents>(),
    nowMs,
    secret: randomBytes(32).toString('hex'),
    users: new Map(),
    chats: new Map(),
    messages: new Map(),
    calls: new Map(),
    invites: new Map(),
    joinRequests: new Map(),
    files: new Map(),
    unknownMethods: new Set(),
    counters: { user: 700_001, chat: 1_700_000_001, object: 1 },
    changed: () => undefined,
  };
  // Every door listens, and every test opens a few: no warning about leaks.
  core.events.setMaxListeners(0);
  return core;
}

/** A decimal number of 63 bits that only this world can make, the same for the same parts. */
export function derive63(core: WorldCore, ...parts: readonly (string | number)[]): string {
  const digest = createHmac('sha256', core.secret).update(parts.join('|')).digest();
  return (digest.readBigUInt64BE() >> 1n).toString();
}

/** Seconds since the epoch, as Telegram counts. */
export function nowSec(core: WorldCore): number {
  return Math.floor(core.nowMs() / 1000);
}

/** The chat of that id. Throws for a caller's mistake; doors look with `chat()` first. */
export function requireChat(core: WorldCore, chatId: number): Chat {
  const chat = core.chats.get(chatId);
  if (chat === undefined) throw new RangeError(`There is no chat ${chatId}.`);
  return chat;
}
