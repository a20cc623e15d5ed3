import { randomBytes } from 'node:crypto';
import { Api } from 'telegram/tl/index.js';
import type { AuthKey } from '../auth-keys.ts';
import { type Method, openMethod } from '../method.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toUser } from '../tl/users.ts';
import { long } from '../wire/bytes.ts';
import { createSrpChallenge, type SrpChallenge } from '../wire/srp.ts';

/** Two-step verification: what to prove (account.getPassword) and the proof (auth.checkPassword). */
export function createPasswordMethods({ world, logins }: Services): Method[] {
  /** Auth key → the challenge it was given last; a challenge serves one try. */
  const challenges = new Map<string, { readonly id: string; readonly challenge: SrpChallenge }>();

  /** Who asks: signed in, or short of the password only. @throws RpcError AUTH_KEY_UNREGISTERED */
  function userOf(key: AuthKey): number {
    const userId = key.userId ?? logins.awaitingPassword(key);
    if (userId === null) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
    return userId;
  }

  return [
    // Asked for right before the password is entered: each time it is another challenge.
    openMethod(Api.account.GetPassword, async (_query, { key }) => {
      const password = logins.passwordOf(userOf(key));
      const always = {
        newAlgo: new Api.PasswordKdfAlgoUnknown(),
        newSecureAlgo: new Api.SecurePasswordKdfAlgoUnknown(),
        secureRandom: randomBytes(16),
      };
      if (password === undefined) return new Api.account.Password(always);
      const challenge = await createSrpChallenge(password);
      const id = randomBytes(8).readBigInt64LE().toString();
      challenges.set(key.id, { id, challenge });
      const { salt1, salt2, g, p, B } = challenge;
      const currentAlgo = new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow({
        salt1,
        salt2,
        g,
        p,
      });
      return new Api.account.Password({ ...always, hasPassword: true, currentAlgo, srp_B: B, srpId: long(id) });
    }),
    // Errors: PASSWORD_HASH_INVALID (wrong), SRP_ID_INVALID (the challenge was an old one).
    openMethod(Api.auth.CheckPassword, ({ password }, { key }) => {
      const userId = userOf(key);
      const user = world.user(userId);
      const given = challenges.get(key.id);
      // Right or wrong, it is used up.
      challenges.delete(key.id);
      if (!(password instanceof Api.InputCheckPasswordSRP) || user === undefined)
        throw new RpcError(400, 'PASSWORD_HASH_INVALID');
      if (password.srpId.toString() !== given?.id) throw new RpcError(400, 'SRP_ID_INVALID');
      if (!given.challenge.isProof(password.A, password.M1)) throw new RpcError(400, 'PASSWORD_HASH_INVALID');
      logins.finish(key, userId);
      return new Api.auth.Authorization({ user: toUser(world, user, userId) });
    }),
  ];
}
