import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WorldCore } from './core.ts';
import type { Chat, GroupCall, Invite, Media, Message, Participant, User } from './model.ts';

/** How the world lies on disk. */
interface Snapshot {
  readonly format: 1;
  readonly secret: string;
  readonly counters: { user: number; chat: number; object: number };
  readonly users: readonly User[];
  readonly chats: readonly Chat[];
  readonly messages: readonly Message[];
  readonly calls: readonly (Omit<GroupCall, 'participants'> & { readonly participants: readonly Participant[] })[];
  readonly invites: readonly Invite[];
  readonly joinRequests: readonly (readonly [string, string])[];
  readonly files: readonly Media[];
}

/**
 * Fills an empty world from the file. False when there is none. Calls come back without those who had media or sat on the
 * page: their connections died with the process.
 * @throws SyntaxError when the file is damaged.
 */
export function loadSnapshot(core: WorldCore, path: string): boolean {
  const text = readIfThere(path);
  if (text === null) return false;
  const snapshot = JSON.parse(text) as Snapshot;
  core.secret = snapshot.secret;
  Object.assign(core.counters, snapshot.counters);
  for (const user of snapshot.users) core.users.set(user.id, user);
  for (const chat of snapshot.chats) {
    core.chats.set(chat.id, chat);
    core.messages.set(chat.id, new Map());
  }
  for (const message of snapshot.messages) core.messages.get(message.chatId)?.set(message.messageId, message);
  // Each one dropped is a change that nobody heard of: the version tells clients to read anew.
  for (const call of snapshot.calls) {
    const kept = call.participants.filter((participant) => participant.via === 'control');
    const version = call.version + (call.participants.length - kept.length);
    const participants = new Map(kept.map((participant) => [participant.userId, participant]));
    core.calls.set(call.id, { ...call, version, participants });
  }
  for (const invite of snapshot.invites) core.invites.set(invite.hash, invite);
  for (const [key, hash] of snapshot.joinRequests) core.joinRequests.set(key, hash);
  for (const file of snapshot.files) core.files.set(file.documentId, file);
  return true;
}

/** Writes the world to the file, whole or not at all. Synchronous, so that nothing changes meanwhile. */
export function saveSnapshot(core: WorldCore, path: string): void {
  const snapshot: Snapshot = {
    format: 1,
    secret: core.secret,
    counters: core.counters,
    users: [...core.users.values()],
    chats: [...core.chats.values()],
    messages: [...core.messages.values()].flatMap((list) => [...list.values()]),
    calls: [...core.calls.values()].map((call) => ({ ...call, participants: [...call.participants.values()] })),
    invites: [...core.invites.values()],
    joinRequests: [...core.joinRequests],
    files: [...core.files.values()],
  };
  mkdirSync(dirname(path), { recursive: true });
  // The folder holds the secret that keys derive from: nobody else may read it.
  writeFileSync(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The text of a file; null when there is none. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
