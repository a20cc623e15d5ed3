import { Api, type TelegramClient } from 'telegram';
import { Raw } from 'telegram/events/index.js';
import { AppError } from '../../errors.ts';
import { codeOf } from './explain-error.ts';
import type { Prompts } from './prompts.ts';
import type { ApiCredentials, SignInStep } from './sign-in-step.ts';

/**
 * Signs in by a QR code that is scanned in a Telegram app (Settings › Devices › Link desktop device); new codes are shown as they
 * expire (https://core.telegram.org/api/qr-login).
 * @throws AppError `aborted` by the signal.
 */
export async function signInByQr(
  client: TelegramClient,
  { apiId, apiHash }: ApiCredentials,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<SignInStep> {
  const request = () => new Api.auth.ExportLoginToken({ apiId, apiHash, exceptIds: [] });
  for (;;) {
    const scan = watchForScan(client);
    try {
      const answer = await exportToken(client, request());
      if (answer.type !== 'token') return answer;
      // The form that Telegram's apps know: https://core.telegram.org/api/links#qr-code-login-links.
      await prompts.showQr(`tg://login?token=${answer.token.token.toString('base64url')}`);
      await scan.wait(Math.max(1_000, answer.token.expires * 1000 - Date.now()), signal);
    } finally {
      scan.stop();
    }
  }
}

/** What has become of a token. */
type Exported = SignInStep | { readonly type: 'token'; readonly token: Api.auth.LoginToken };

/** Asks for a token, or for what has become of the last one; follows the account to its data centre. */
async function exportToken(
  client: TelegramClient,
  request: Api.auth.ExportLoginToken | Api.auth.ImportLoginToken,
): Promise<Exported> {
  try {
    const answer = await client.invoke(request);
    if (answer instanceof Api.auth.LoginToken) return { type: 'token', token: answer };
    if (answer instanceof Api.auth.LoginTokenMigrateTo) {
      await client._switchDC(answer.dcId);
      return await exportToken(client, new Api.auth.ImportLoginToken({ token: answer.token }));
    }
    if (answer.authorization instanceof Api.auth.Authorization)
      return { type: 'signed-in', user: answer.authorization.user };
    throw new AppError('telegram-refused', 'There is no Telegram account behind that device.');
  } catch (error) {
    if (codeOf(error) === 'SESSION_PASSWORD_NEEDED') return { type: 'password' };
    throw error;
  }
}

/** Listens for the update that a token was scanned; from before it is shown, so that none is missed. */
function watchForScan(client: TelegramClient) {
  const raw = new Raw({});
  const scanned = Promise.withResolvers<void>();
  const onUpdate = (update: Api.TypeUpdate) => {
    if (update instanceof Api.UpdateLoginToken) scanned.resolve();
  };
  client.addEventHandler(onUpdate, raw);
  return {
    /** Resolves when it was scanned, or has expired. */
    wait: async (timeoutMs: number, signal: AbortSignal) => {
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      const onAbort = () => reject(new AppError('aborted', 'The sign-in was given up.'));
      // An abort that came before is not announced any more.
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const expired = Promise.withResolvers<void>();
      const timer = setTimeout(expired.resolve, timeoutMs);
      try {
        await Promise.race([scanned.promise, expired.promise, aborted]);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      }
    },
    stop: () => client.removeEventHandler(onUpdate, raw),
  };
}
