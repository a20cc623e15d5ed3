import { readFile } from 'node:fs/promises';
import { exitCodeConfig, loadConfig } from '../config.ts';
import { AppError, toAppError } from '../errors.ts';
import { explainError } from './login/explain-error.ts';
import { openClient, sessionOf } from './login/open-client.ts';
import { signIn } from './login/sign-in.ts';
import { openTerminal, type Terminal } from './login/terminal.ts';

/**
 * `npm run login`: signs the assistant's account in and prints its session string, once. Nothing is written or logged.
 * With MTPROTO_ADDRESS (and MTPROTO_RSA_KEY_FILE) it signs in at the sandbox instead of Telegram.
 */
async function main(): Promise<void> {
  const abort = new AbortController();
  const config = loadConfig(process.env);
  const terminal = openTerminal(process.stdin, process.stdout, () => abort.abort());
  abort.signal.addEventListener('abort', () => terminal.close());
  try {
    terminal.tell('This signs in the account that plays the music: the assistant. Use one of its own, not yours.');
    const apiId = config.TELEGRAM_API_ID ?? (await askApiId(terminal));
    const apiHash = config.TELEGRAM_API_HASH ?? (await terminal.ask('API hash: ')).trim();
    const credentials = { apiId, apiHash };
    const keyFile = config.MTPROTO_RSA_KEY_FILE;
    const keyPem = keyFile === undefined ? undefined : await readFile(keyFile, 'utf8');
    const address = config.MTPROTO_ADDRESS;
    const client = openClient(credentials, address === undefined ? null : { address, keyPem });
    try {
      await client.connect().catch((error: unknown) => {
        throw new AppError('telegram-unavailable', explainError(error).text, { cause: error });
      });
      const user = await signIn(client, credentials, terminal, abort.signal);
      const name = user.username ? `${user.firstName} (@${user.username})` : user.firstName;
      terminal.tell(
        `\nSigned in as ${name}. Put this line into the file .env; keep it secret, it opens the account:\n\n` +
          `ASSISTANT_SESSION=${sessionOf(client)}\n`,
      );
    } finally {
      // Ends its connections and timers, so that the process can exit.
      await client.destroy();
    }
  } finally {
    terminal.close();
  }
}

/** Asks until it is a number. */
async function askApiId(terminal: Terminal): Promise<number> {
  terminal.tell('The API id and hash come from https://my.telegram.org › API development tools.');
  for (;;) {
    const apiId = Number((await terminal.ask('API id: ')).trim());
    if (Number.isSafeInteger(apiId) && apiId > 0) return apiId;
    terminal.tell('The API id is a number, like 1234567.');
  }
}

try {
  await main();
} catch (error) {
  const { code, message } = toAppError(error);
  // One plain sentence; the stack would not help, and the session is nowhere near it.
  process.stderr.write(`${message}\n`);
  process.exitCode = code === 'config-invalid' ? exitCodeConfig : 1;
}
