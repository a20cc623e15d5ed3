import { randomBytes } from 'node:crypto';
import type { AuthKey } from './auth-keys.ts';

/** A sign-in by QR code that waits to be confirmed. */
export interface LoginToken {
  readonly token: Buffer;
  readonly key: AuthKey;
  /** Where the confirmation is announced: the connection that asked last. */
  connectionId: number;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
  acceptedBy: number | null;
}

/** The sign-ins under way: codes sent to phones, QR tokens, and who still owes a password. */
export interface Logins {
  /** Begins a sign-in by phone; returns the hash that the code must come back with. */
  sendCode(phone: string): string;
  /** Whether the code is right for that phone and hash. */
  checkCode(phone: string, hash: string, code: string): 'right' | 'wrong' | 'expired';
  /** The user's two-step password; undefined when they have none. */
  passwordOf(userId: number): string | undefined;
  /** Signs in, or notes that only the password is missing; false in that case. */
  signIn(key: AuthKey, userId: number): boolean;
  /** Who signs in with the password; null when nobody is that far. */
  awaitingPassword(key: AuthKey): number | null;
  /** Signs in who was waiting for the password. */
  finish(key: AuthKey, userId: number): void;
  /** The QR token of a key: the one that is good still, else a new one. */
  tokenFor(key: AuthKey, connectionId: number, nowMs: number): LoginToken;
  findToken(token: Buffer): LoginToken | undefined;
}

/** What the sign-ins go by. */
export interface LoginOptions {
  /** The code that "arrives" on every phone. */
  readonly code: string;
  passwordOf(userId: number): string | undefined;
}

// Telegram's; clients show a new code when it is over.
const tokenLifeMs = 30_000;

/** Creates the register of sign-ins. */
export function createLogins({ code: sentCode, passwordOf }: LoginOptions): Logins {
  /** Phone → the hash of the code sent last; an older one has expired. */
  const hashes = new Map<string, string>();
  /** Auth key → who is signed in but for the password. */
  const passwordMissing = new Map<string, number>();
  /** Auth key → its QR token. */
  const tokens = new Map<string, LoginToken>();
  const finish = (key: AuthKey, userId: number) => {
    key.userId = userId;
    passwordMissing.delete(key.id);
    tokens.delete(key.id);
  };
  return {
    sendCode: (phone) => {
      const hash = randomBytes(9).toString('hex');
      hashes.set(phone, hash);
      return hash;
    },
    checkCode: (phone, hash, code) => {
      if (hashes.get(phone) !== hash) return 'expired';
      return code === sentCode ? 'right' : 'wrong';
    },
    passwordOf,
    signIn: (key, userId) => {
      if (passwordOf(userId) === undefined) {
        finish(key, userId);
        return true;
      }
      passwordMissing.set(key.id, userId);
      return false;
    },
    awaitingPassword: (key) => passwordMissing.get(key.id) ?? null,
    finish,
    tokenFor: (key, connectionId, nowMs) => {
      const known = tokens.get(key.id);
      if (known !== undefined && (known.acceptedBy !== null || known.expiresMs > nowMs)) return known;
      const token = { token: randomBytes(32), key, connectionId, expiresMs: nowMs + tokenLifeMs, acceptedBy: null };
      tokens.set(key.id, token);
      return token;
    },
    findToken: (bytes) => [...tokens.values()].find(({ token }) => token.equals(bytes)),
  };
}
