import { hkdfSync, randomBytes } from 'node:crypto';
import { authKeyId } from './wire/envelope.ts';

/** A 2,048-bit auth key and whose it is. */
export interface AuthKey {
  readonly id: string;
  readonly bytes: Buffer;
  readonly salt: bigint;
  /** Null until somebody signs in with it. */
  userId: number | null;
  /** The permanent key that this temporary one stands for, once it is bound. */
  boundTo: AuthKey | null;
}

/**
 * All auth keys that the server knows. An account's own key is derived from the world's secret and its user id, so that its
 * session string stays the same for as long as the world does; keys from a key exchange live as long as the server.
 */
export interface AuthKeys {
  /** By the id that a packet begins with, in hex; null when it is none of ours. */
  find(id: string): AuthKey | null;
  /** A key from a key exchange; nobody is signed in with it yet. */
  add(bytes: Buffer, salt: bigint): AuthKey;
  /** When a temporary key's time is over. */
  forget(id: string): void;
  /** The derived key of an account, signed in from the start. */
  derive(userId: number): AuthKey;
}

/** Creates the register. `secret` is the world's; `userIds` gives the accounts whose derived keys an unknown id may belong to. */
export function createAuthKeys(secret: string, userIds: () => Iterable<number>): AuthKeys {
  /** All keys by id. */
  const keys = new Map<string, AuthKey>();
  /** Those of the accounts, by user. */
  const derived = new Map<number, AuthKey>();

  function add(bytes: Buffer, salt: bigint): AuthKey {
    const key = { id: authKeyId(bytes), bytes, salt, userId: null, boundTo: null };
    keys.set(key.id, key);
    return key;
  }

  function derive(userId: number): AuthKey {
    const known = derived.get(userId);
    if (known !== undefined) return known;
    const bytes = Buffer.from(hkdfSync('sha256', secret, '', `efir-sandbox-auth-key:${userId}`, 256));
    const key = add(bytes, randomBytes(8).readBigInt64LE());
    key.userId = userId;
    derived.set(userId, key);
    return key;
  }

  return {
    find(id) {
      const known = keys.get(id);
      if (known !== undefined) return known;
      // A client that was signed in before this server started: its key is derivable, only not derived yet.
      for (const userId of userIds()) derive(userId);
      return keys.get(id) ?? null;
    },
    add,
    forget: (id) => void keys.delete(id),
    derive,
  };
}

/** The account behind a key, through the permanent one if it is temporary; null when nobody is signed in. */
export function ownerOf(key: AuthKey): number | null {
  return (key.boundTo ?? key).userId;
}
