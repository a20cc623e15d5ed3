import type { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { type Calls, createCalls } from './calls.ts';
import { type Chats, createChats } from './chats.ts';
import { createCore } from './core.ts';
import { createFiles, type Files } from './files.ts';
import { createInvites, type Invites } from './invites.ts';
import { createMessages, type Messages } from './messages.ts';
import type { WorldEvents } from './model.ts';
import { createPeople, type People } from './people.ts';
import { loadSnapshot, saveSnapshot } from './snapshot.ts';

/**
 * The stand-in's one world: users, chats, messages, files and group calls. Its doors (Bot API, MTProto, page, control API) read
 * and change it here and hear of changes by its events; rights are theirs to check.
 */
export interface World extends People, Chats, Messages, Calls, Invites, Files {
  readonly events: EventEmitter<WorldEvents>;
  /** True when it was read from disk rather than begun empty. */
  readonly isRestored: boolean;
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Remembers a method that a door was asked for and does not know; shown at /control/state. */
  noteUnknownMethod(door: 'bot-api' | 'mtproto', method: string): void;
  /** `door method`, each once. */
  unknownMethods(): string[];
  /** Writes what is not yet on disk. The world must not be used afterwards. */
  close(): void;
}

/** How to make a world. */
export interface WorldOptions {
  /** Folder of world.json and files/; it is made when missing. */
  readonly folder: string;
  /** Milliseconds since the epoch. Default Date.now. */
  readonly nowMs?: () => number;
}

const saveDelayMs = 500;

/** Opens the world kept in that folder, or begins an empty one. Whoever opens it closes it. */
export function createWorld({ folder, nowMs = Date.now }: WorldOptions): World {
  const path = join(folder, 'world.json');
  const core = createCore(nowMs);
  const isRestored = loadSnapshot(core, path);
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const save = () => {
    timer = undefined;
    saveSnapshot(core, path);
  };
  core.changed = () => {
    if (!isClosed) timer ??= setTimeout(save, saveDelayMs);
  };
  const chats = createChats(core);
  return {
    ...createPeople(core),
    ...chats,
    ...createMessages(core),
    ...createCalls(core),
    ...createInvites(core, chats),
    ...createFiles(core, join(folder, 'files')),
    events: core.events,
    isRestored,
    nowMs,
    noteUnknownMethod: (door, method) => {
      core.unknownMethods.add(`${door} ${method}`);
    },
    unknownMethods: () => [...core.unknownMethods],
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      save();
    },
  };
}
