import { derive63, type WorldCore } from './core.ts';
import type { User } from './model.ts';

/** A new user; without `id` one is chosen. */
export type NewUser = Partial<User> & Pick<User, 'firstName'>;

/** What an access hash is for: chats by their marked id, documents and calls by theirs. */
export interface HashedPeer {
  readonly type: 'user' | 'chat' | 'document';
  readonly id: number | string;
}

/** The users of the world. */
export interface People {
  addUser(user: NewUser): User;
  user(id: number): User | undefined;
  users(): User[];
  /** Without `@`, whatever the case. */
  findUserByUsername(username: string): User | undefined;
  /** The one bot; undefined in a world that has none yet. */
  bot(): User | undefined;
  /** The accounts that players sign in with. */
  assistants(): User[];
  /** Decimal, 63 bits: differs for every viewer, so that a hash of one account is no use to another. */
  accessHash(viewerUserId: number, peer: HashedPeer): string;
  /** A key that stays the same while the data folder does: hex, 64 characters. */
  deriveSecret(purpose: string): string;
}

/** The part of the world that knows its users. */
export function createPeople(core: WorldCore): People {
  const all = () => [...core.users.values()];
  return {
    addUser: (given) => {
      const user: User = { isBot: false, isAssistant: false, ...given, id: given.id ?? core.counters.user++ };
      core.users.set(user.id, user);
      core.changed();
      return user;
    },
    user: (id) => core.users.get(id),
    users: all,
    findUserByUsername: (username) => all().find((user) => user.username?.toLowerCase() === username.toLowerCase()),
    bot: () => all().find((user) => user.isBot),
    assistants: () => all().filter((user) => user.isAssistant),
    accessHash: (viewerUserId, peer) => derive63(core, 'access', viewerUserId, peer.type, peer.id),
    deriveSecret: (purpose) =>
      [0, 1, 2, 3]
        .map((n) =>
          BigInt(derive63(core, 'secret', purpose, n))
            .toString(16)
            .padStart(16, '0'),
        )
        .join(''),
  };
}
