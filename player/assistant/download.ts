import { Readable } from 'node:stream';
import bigInt from 'big-integer';
import { Api } from 'telegram';
import { AppError } from '../../errors.ts';
import type { StreamId } from '../../storage/model.ts';
import type { KnownChats } from './known-chats.ts';
import { readMessages } from './read-messages.ts';
import type { RequestOptions, Rpc } from './rpc.ts';
import { refusalWord } from './rpc-error.ts';

/**
 * Bytes asked for at once: 1 MiB is the most; offsets must be multiples of it (https://core.telegram.org/api/files).
 */
const chunkBytes = 1024 * 1024;
/** Requests under way at once: hides the round trip; more would only fill memory. */
const aheadChunks = 3;
const chunkTimeoutMs = 30_000;
/** A flood wait in the middle of a long download is only a pause. */
const floodWaitMaxMs = 60_000;

/** Where a document's bytes lie. */
interface RemoteFile {
  readonly location: Api.InputDocumentFileLocation;
  /** 0: the account's own data centre. */
  readonly dcId: number;
  readonly sizeBytes: number;
}

/** Which file: the message's document. `homeDcId`: the account's own data centre. */
export interface DownloadOptions {
  readonly rpc: Rpc;
  readonly chats: KnownChats;
  readonly homeDcId: number;
  readonly chatId: StreamId;
  readonly messageId: number;
  readonly signal: AbortSignal;
}

/**
 * Streams the file of a message, up to 2 GB, in order. The stream fails with AppError `source-failed` when the message or its file
 * is gone, and as {@link Rpc.send} does otherwise; destroying it or aborting the signal ends the download.
 * @throws AppError `chat-unreachable` when the assistant is not in the chat, `source-failed` when the message holds no file
 */
export async function downloadFile(options: DownloadOptions): Promise<Readable> {
  const file = await findFile(options);
  return Readable.from(readChunks(file, options), { objectMode: false, signal: options.signal });
}

/** The file reference in a message is good for about an hour, so the message is always read anew. */
async function findFile(options: DownloadOptions): Promise<RemoteFile> {
  const { homeDcId, chatId, messageId } = options;
  const [message] = await readMessages(options, [messageId]);
  const media = message?.media;
  const document = media instanceof Api.MessageMediaDocument ? media.document : undefined;
  if (!(document instanceof Api.Document))
    throw new AppError('source-failed', `message ${messageId} in chat ${chatId} holds no file (any more)`);
  const { accessHash, fileReference } = document;
  return {
    location: new Api.InputDocumentFileLocation({ id: document.id, accessHash, fileReference, thumbSize: '' }),
    // 0: the main connection. Another data centre gets its own, authorised by the library.
    dcId: document.dcId === homeDcId ? 0 : document.dcId,
    sizeBytes: Number(document.size),
  };
}

/** The chunks in order, the next ones already asked for. */
async function* readChunks(file: RemoteFile, { rpc, signal }: DownloadOptions): AsyncGenerator<Buffer> {
  const stop = new AbortController();
  const options: RequestOptions = {
    signal: AbortSignal.any([signal, stop.signal]),
    timeoutMs: chunkTimeoutMs,
    floodWaitMaxMs,
    ...(file.dcId === 0 ? {} : { dcId: file.dcId }),
  };
  const pending: Promise<Buffer>[] = [];
  let asked = 0;
  try {
    for (let read = 0; read < file.sizeBytes; ) {
      while (pending.length < aheadChunks && asked < file.sizeBytes) {
        const chunk = readChunk(rpc, file, asked, options);
        // It may fail while an earlier one is still waited for; the error is thrown when its turn comes.
        chunk.catch(() => undefined);
        pending.push(chunk);
        asked += chunkBytes;
      }
      const bytes = await pending.shift();
      if (bytes === undefined || bytes.length === 0)
        throw new AppError('source-failed', `the file ended after ${read} of ${file.sizeBytes} bytes`);
      read += bytes.length;
      yield bytes;
    }
  } finally {
    stop.abort();
  }
}

/** One chunk; Telegram's words about files mean that this one cannot be had. */
async function readChunk(rpc: Rpc, file: RemoteFile, offset: number, options: RequestOptions): Promise<Buffer> {
  try {
    const request = new Api.upload.GetFile({ location: file.location, offset: bigInt(offset), limit: chunkBytes });
    const answer = await rpc.send(request, options);
    if (answer instanceof Api.upload.File) return answer.bytes;
    throw new AppError('source-failed', 'the file lies on a content delivery network, which was not asked for');
  } catch (error) {
    const word = refusalWord(error instanceof AppError ? error.cause : error);
    if (word?.startsWith('FILE_') === true)
      throw new AppError('source-failed', `upload.getFile: ${word}`, { cause: error });
    throw error;
  }
}
