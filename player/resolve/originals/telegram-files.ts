import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { Refusal, TrackSource } from '../../../storage/model.ts';

/** A file that Telegram keeps. */
export type TelegramSource = Extract<TrackSource, { type: 'telegram' }>;

/** Downloads by the assistant: files up to 2 GB, by the message that holds them. */
export type FetchLarge = (chatId: number, messageId: number, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;

/** What {@link createTelegramFiles} depends on. */
export interface TelegramFilesOptions {
  readonly botApiRoot: string;
  readonly botToken: string;
  readonly fetchLarge: FetchLarge;
  readonly log: Logger;
  /** Waits before trying again when Telegram is away, milliseconds. Default 500, 1,000, 2,000, 4,000. */
  readonly retryMs?: readonly number[];
}

/** The bytes of a file, or why there are none. */
export type OpenedFile =
  | { readonly type: 'ok'; readonly stream: AsyncIterable<Uint8Array> }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Opens files that Telegram keeps. */
export interface TelegramFiles {
  /** @throws AppError `telegram-unavailable` when it stays away, `telegram-refused`, `aborted`. */
  open(source: TelegramSource, signal: AbortSignal): Promise<OpenedFile>;
}

/** The Bot API gives files up to here, bytes. @see https://core.telegram.org/bots/api#getfile */
const botApiMaxBytes = 20 * 2 ** 20;
const longestWaitMs = 30_000;

const getFileAnswer = z.object({
  ok: z.boolean(),
  description: z.string().default(''),
  result: z.object({ file_path: z.string().optional() }).optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

/** Creates the door to Telegram's files: by the Bot API up to 20 MB, by the assistant beyond. */
export function createTelegramFiles(options: TelegramFilesOptions): TelegramFiles {
  const { botApiRoot, botToken, fetchLarge, log, retryMs = [500, 1_000, 2_000, 4_000] } = options;

  /** Sends a request until it is answered by something else than trouble of the passing kind. */
  async function ask(path: string, signal: AbortSignal, body?: object): Promise<Response> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    for (let attempt = 0; ; attempt++) {
      const answer = await fetch(botApiRoot + path, { ...init, headers, signal }).catch((error: unknown) => {
        if (signal.aborted) throw new AppError('aborted', 'the download was cancelled', { cause: error });
        return error instanceof Error ? error : new Error(String(error));
      });
      if (!(answer instanceof Error) && answer.status !== 429 && answer.status < 500) return answer;
      const waitMs = Math.max(retryMs[attempt] ?? 0, await retryAfterMs(answer));
      if (attempt === retryMs.length || waitMs > longestWaitMs) throw away(answer);
      log.warn(
        { waitMs, attempt, status: answer instanceof Error ? answer.message : answer.status },
        'Bot API is away',
      );
      await sleep(waitMs, undefined, { signal });
    }
  }

  async function openLarge({ chatId, messageId }: TelegramSource, signal: AbortSignal): Promise<OpenedFile> {
    try {
      return { type: 'ok', stream: await fetchLarge(chatId, messageId, signal) };
    } catch (error) {
      // A chat that the assistant cannot see, such as the bot's private ones: only what the bot itself can fetch goes there.
      if (!(error instanceof AppError) || error.code !== 'chat-unreachable') throw error;
      return refuse({ code: 'too-large', limitMb: botApiMaxBytes / 2 ** 20 });
    }
  }

  return {
    async open(source, signal) {
      const { fileId, sizeBytes } = source;
      if (fileId === null || (sizeBytes !== null && sizeBytes > botApiMaxBytes)) return openLarge(source, signal);
      const asked = await ask(`/bot${botToken}/getFile`, signal, { file_id: fileId });
      const answer = getFileAnswer.parse(await asked.json());
      if (answer.description.includes('file is too big')) return openLarge(source, signal);
      const path = answer.result?.file_path;
      if (asked.status === 400 || (answer.ok && path === undefined)) return refuse({ code: 'file-gone' });
      if (path === undefined) throw new AppError('telegram-refused', `getFile: ${asked.status} ${answer.description}`);
      const file = await ask(`/file/bot${botToken}/${path}`, signal);
      if (file.status !== 200 || file.body === null) return refuse({ code: 'file-gone' });
      return { type: 'ok', stream: file.body };
    },
  };
}

function refuse(refusal: Refusal): OpenedFile {
  return { type: 'refused', refusal };
}

/** The wait that a 429 asks for; the body of any other answer is dropped. */
async function retryAfterMs(answer: Response | Error): Promise<number> {
  if (answer instanceof Error) return 0;
  if (answer.status !== 429) {
    await answer.body?.cancel();
    return 0;
  }
  const parsed = getFileAnswer.safeParse(await answer.json());
  return (parsed.data?.parameters?.retry_after ?? 1) * 1_000;
}

/** Nothing of the request goes into the error: its address holds the token. */
function away(answer: Response | Error): AppError {
  const what = answer instanceof Error ? 'no answer' : `status ${answer.status}`;
  return new AppError('telegram-unavailable', `the Bot API gives no files: ${what}`);
}
