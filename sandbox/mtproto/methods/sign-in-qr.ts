import { Api } from 'telegram/tl/index.js';
import type { LoginToken } from '../logins.ts';
import { type Caller, type Method, method, openMethod } from '../method.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toUser } from '../tl/users.ts';
import { long } from '../wire/bytes.ts';
import { nowSec } from '../world-clock.ts';

/** Signing in by a QR code that a device which is signed in already scans (https://core.telegram.org/api/qr-login). */
export function createQrMethods({ world, logins, pushes }: Services): Method[] {
  /** The next state of a sign-in: still to be scanned, done, or only the password missing. */
  function proceed({ key, connectionId }: Caller, token: LoginToken): Api.auth.TypeLoginToken {
    const isDone = token.acceptedBy !== null && logins.signIn(key, token.acceptedBy);
    if (token.acceptedBy !== null && !isDone) throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
    const user = key.userId === null ? undefined : world.user(key.userId);
    if (user !== undefined)
      return new Api.auth.LoginTokenSuccess({
        authorization: new Api.auth.Authorization({ user: toUser(world, user, user.id) }),
      });
    // The client may have come back on another connection since.
    token.connectionId = connectionId;
    return new Api.auth.LoginToken({ expires: Math.floor(token.expiresMs / 1000), token: token.token });
  }

  return [
    // Asked for again and again while a code is shown: the answer is a token, or what has become of it.
    openMethod(Api.auth.ExportLoginToken, ({ apiId, apiHash }, caller) => {
      if (apiId <= 0 || apiHash === '') throw new RpcError(400, 'API_ID_INVALID');
      return proceed(caller, logins.tokenFor(caller.key, caller.connectionId, world.nowMs()));
    }),
    // The same at another data centre, which the sandbox never sends anybody to. Error: AUTH_TOKEN_INVALID.
    openMethod(Api.auth.ImportLoginToken, ({ token: bytes }, caller) => {
      const token = logins.findToken(bytes);
      if (token === undefined || token.key !== caller.key) throw new RpcError(400, 'AUTH_TOKEN_INVALID');
      return proceed(caller, token);
    }),
    // The scanning device says yes. Errors: AUTH_TOKEN_INVALIDX, AUTH_TOKEN_EXPIRED, AUTH_TOKEN_ALREADY_ACCEPTED.
    method(Api.auth.AcceptLoginToken, ({ token: bytes }, { userId }) => {
      const token = logins.findToken(bytes);
      if (token === undefined) throw new RpcError(400, 'AUTH_TOKEN_INVALIDX');
      if (token.expiresMs <= world.nowMs()) throw new RpcError(400, 'AUTH_TOKEN_EXPIRED');
      if (token.acceptedBy !== null) throw new RpcError(400, 'AUTH_TOKEN_ALREADY_ACCEPTED');
      token.acceptedBy = userId;
      pushes.notify(token.connectionId, new Api.UpdateLoginToken());
      return toSession(nowSec(world));
    }),
  ];
}

/** How the newly signed-in device will stand in the list of devices. */
function toSession(date: number): Api.Authorization {
  return new Api.Authorization({
    hash: long(1),
    deviceModel: 'Efir',
    platform: 'Linux',
    systemVersion: '1.0',
    apiId: 1,
    appName: 'Efir',
    appVersion: '1.0',
    dateCreated: date,
    dateActive: date,
    ip: '127.0.0.1',
    country: '',
    region: '',
  });
}
