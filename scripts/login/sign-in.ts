import { Api, type TelegramClient } from 'telegram';
import { computeCheck } from 'telegram/Password.js';
import { AppError } from '../../errors.ts';
import { codeOf, explainError } from './explain-error.ts';
import type { Prompts } from './prompts.ts';
import { signInByQr } from './sign-in-by-qr.ts';
import type { ApiCredentials, SignInStep } from './sign-in-step.ts';

/**
 * Signs a connected client in as a person: by phone number and code, or by QR code when the number is left empty; then by the
 * two-step password if the account has one. Wrong answers are explained and asked for again.
 * @throws AppError `telegram-refused` in plain words when trying again makes no sense; `aborted` by the signal.
 */
export async function signIn(
  client: TelegramClient,
  credentials: ApiCredentials,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<Api.User> {
  const byPhone = await signInByPhone(client, credentials, prompts, signal);
  const step = byPhone ?? (await explained(() => signInByQr(client, credentials, prompts, signal)));
  const user = step.type === 'signed-in' ? step.user : await enterPassword(client, prompts, signal);
  if (user instanceof Api.User) return user;
  throw new AppError('telegram-refused', 'Telegram did not say who signed in.');
}

/** Null when the number was left empty. */
async function signInByPhone(
  client: TelegramClient,
  credentials: ApiCredentials,
  prompts: Prompts,
  signal: AbortSignal,
): Promise<SignInStep | null> {
  for (;;) {
    const sent = await untilRight(prompts, signal, async () => {
      const phoneNumber = (await prompts.phoneNumber()).trim();
      if (phoneNumber === '') return null;
      const settings = new Api.CodeSettings({});
      const code = await client.invoke(new Api.auth.SendCode({ phoneNumber, ...credentials, settings }));
      return { phoneNumber, code: requireCode(code) };
    });
    if (sent === null) return null;
    const step = await enterCode(client, sent, prompts, signal);
    if (step !== null) return step;
  }
}

/** Null when it has to begin anew: the code expired, or the number has no account. */
async function enterCode(
  client: TelegramClient,
  { phoneNumber, code }: { readonly phoneNumber: string; readonly code: Api.auth.SentCode },
  prompts: Prompts,
  signal: AbortSignal,
): Promise<SignInStep | null> {
  const { phoneCodeHash } = code;
  return untilRight(prompts, signal, async () => {
    // People type codes as they read them: 12-345.
    const phoneCode = (await prompts.code(placeOf(code.type))).replace(/\D/g, '');
    try {
      const answer = await client.invoke(new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode }));
      if (answer instanceof Api.auth.Authorization) return { type: 'signed-in', user: answer.user };
      prompts.tell('There is no Telegram account with that number. Make one in a Telegram app first.');
      return null;
    } catch (error) {
      if (codeOf(error) === 'SESSION_PASSWORD_NEEDED') return { type: 'password' };
      if (codeOf(error) !== 'PHONE_CODE_EXPIRED') throw error;
      prompts.tell(explainError(error).text);
      return null;
    }
  });
}

/** By SRP: the password itself never leaves this process. Each try takes a challenge of its own. */
function enterPassword(client: TelegramClient, prompts: Prompts, signal: AbortSignal): Promise<Api.TypeUser> {
  return untilRight(prompts, signal, async () => {
    const question = await client.invoke(new Api.account.GetPassword());
    const given = await prompts.password(question.hint ?? undefined);
    const password = await computeCheck(question, given);
    const answer = await client.invoke(new Api.auth.CheckPassword({ password }));
    if (answer instanceof Api.auth.Authorization) return answer.user;
    throw new AppError('telegram-refused', 'Telegram did not accept the password.');
  });
}

/** Does `ask` until it succeeds, explaining what was wrong in between. */
async function untilRight<T>(prompts: Prompts, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    if (signal.aborted) throw new AppError('aborted', 'The sign-in was given up.');
    try {
      return await ask();
    } catch (error) {
      if (error instanceof AppError) throw error;
      const explanation = explainError(error);
      if (explanation.type === 'give-up') throw new AppError('telegram-refused', explanation.text, { cause: error });
      prompts.tell(explanation.text);
    }
  }
}

/** Runs what nobody can mend by another answer. */
async function explained<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('telegram-refused', explainError(error).text, { cause: error });
  }
}

/** @throws AppError when Telegram wants something that only its apps can do, such as setting up an e-mail address. */
function requireCode(sent: Api.auth.TypeSentCode): Api.auth.SentCode {
  const isUsual = sent instanceof Api.auth.SentCode && !(sent.type instanceof Api.auth.SentCodeTypeSetUpEmailRequired);
  if (isUsual) return sent;
  throw new AppError(
    'telegram-refused',
    'Telegram wants this account to be set up in its app first; or sign in by QR code.',
  );
}

/** Completes “The code that came …”. */
function placeOf(type: Api.auth.TypeSentCodeType): string {
  if (type instanceof Api.auth.SentCodeTypeApp) return 'in Telegram, on a device that is signed in';
  if (type instanceof Api.auth.SentCodeTypeSms) return 'by SMS';
  if (type instanceof Api.auth.SentCodeTypeEmailCode) return `by e-mail to ${type.emailPattern}`;
  return 'by a phone call or a message';
}
