import { createHash, randomBytes } from 'node:crypto';

/** A new secret: 256 random bits as 43 letters, digits, `-` and `_`. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: SHA-256, hex. It is random enough to need neither salt nor slowness. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
