import { Api } from 'telegram/tl/index.js';
import { type Caller, type Method, method, openMethod } from '../method.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toUser } from '../tl/users.ts';
import { int64 } from '../wire/bytes.ts';
import { openTemporaryKeyProof } from '../wire/temporary-key-proof.ts';

/** Signing in by phone and code, signing out, and temporary keys. */
export function createSignInMethods({ world, log, authKeys, logins }: Services): Method[] {
  return [
    // The code is the same for every number (`signInCode`). Errors: PHONE_NUMBER_INVALID, API_ID_INVALID.
    openMethod(Api.auth.SendCode, ({ phoneNumber, apiId, apiHash }) => {
      if (apiId <= 0 || apiHash === '') throw new RpcError(400, 'API_ID_INVALID');
      const phone = digitsOf(phoneNumber);
      const phoneCodeHash = logins.sendCode(phone);
      log.info(`a sign-in code was sent to +${phone}`);
      return new Api.auth.SentCode({ type: new Api.auth.SentCodeTypeApp({ length: 5 }), phoneCodeHash });
    }),
    // Errors: PHONE_CODE_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED, and 401 SESSION_PASSWORD_NEEDED, after which only
    // the password is missing. A number without an account may sign up, which the sandbox does not offer.
    openMethod(Api.auth.SignIn, ({ phoneNumber, phoneCodeHash, phoneCode }, { key }) => {
      const phone = digitsOf(phoneNumber);
      if (!phoneCode) throw new RpcError(400, 'PHONE_CODE_EMPTY');
      const outcome = logins.checkCode(phone, phoneCodeHash, phoneCode);
      if (outcome !== 'right')
        throw new RpcError(400, outcome === 'wrong' ? 'PHONE_CODE_INVALID' : 'PHONE_CODE_EXPIRED');
      const user = world.users().find((one) => one.phone === phone && !one.isBot);
      if (user === undefined) return new Api.auth.AuthorizationSignUpRequired({});
      if (!logins.signIn(key, user.id)) throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
      return new Api.auth.Authorization({ user: toUser(world, user, user.id) });
    }),
    // Clients download with temporary keys; each must prove that it knows the permanent one. Error: ENCRYPTED_MESSAGE_INVALID.
    openMethod(Api.auth.BindTempAuthKey, ({ permAuthKeyId, nonce, encryptedMessage }, { key }: Caller) => {
      const id = int64(BigInt(permAuthKeyId.toString())).toString('hex');
      const permanent = authKeys.find(id);
      const proof = permanent === null ? null : openTemporaryKeyProof(permanent.bytes, encryptedMessage);
      const named = proof === null ? '' : int64(BigInt(proof.tempAuthKeyId.toString())).toString('hex');
      if (permanent === null || proof === null || !proof.nonce.eq(nonce) || named !== key.id)
        throw new RpcError(400, 'ENCRYPTED_MESSAGE_INVALID');
      key.boundTo = permanent;
      return true;
    }),
    // The session string is worth nothing afterwards.
    method(Api.auth.LogOut, (_query, { key }) => {
      (key.boundTo ?? key).userId = null;
      return new Api.auth.LoggedOut({});
    }),
  ];
}

/** @throws RpcError PHONE_NUMBER_INVALID unless it has 7 to 15 digits (E.164). */
function digitsOf(phoneNumber: string): string {
  const digits = phoneNumber.replace(/[\s()+-]/g, '');
  if (!/^\d{7,15}$/.test(digits)) throw new RpcError(400, 'PHONE_NUMBER_INVALID');
  return digits;
}
