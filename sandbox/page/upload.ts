import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Logger } from '../../log.ts';
import type { Message } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { probeFile } from './probe-file.ts';

const query = z.object({
  chatId: z.coerce.number().int(),
  fromId: z.coerce.number().int(),
  name: z.string().min(1).max(255),
  caption: z.string().max(1024).optional(),
  replyTo: z.coerce.number().int().optional(),
  mediaGroup: z.string().max(64).optional(),
});

/**
 * Takes a file in (the body is its bytes, `content-type` its type, the query says who sends it where) and posts it.
 * @throws ZodError for a wrong query, RangeError when the chat does not exist.
 */
export async function takeUpload(world: World, log: Logger, request: IncomingMessage, url: URL): Promise<Message> {
  const { chatId, fromId, name, ...rest } = query.parse(Object.fromEntries(url.searchParams));
  if (world.chat(chatId) === undefined) throw new RangeError('There is no such chat.');
  const mime = request.headers['content-type'] ?? 'application/octet-stream';
  const folder = await mkdtemp(join(tmpdir(), 'efir-upload-'));
  try {
    const path = join(folder, 'file');
    await pipeline(request, createWriteStream(path));
    const facts = await probeFile(path, mime, log);
    const media = await world.addFile(path, { ...facts, mime, fileName: name });
    return world.postMessage({ chatId, fromId, media, ...rest });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends a file of the world to the page, to be heard or seen there; false when there is none. */
export async function serveFile(world: World, documentId: string, response: ServerResponse): Promise<boolean> {
  const media = world.file(documentId);
  if (media === undefined) return false;
  response.writeHead(200, {
    'content-type': /^(audio|video)\/|^image\/(png|jpeg|gif|webp)$/.test(media.mime)
      ? media.mime
      : 'application/octet-stream',
    'content-length': media.sizeBytes,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  });
  await pipeline(createReadStream(media.path), response);
  return true;
}
