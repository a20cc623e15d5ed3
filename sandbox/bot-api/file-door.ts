import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import type { World } from '../world/world.ts';
import { parseFilePath } from './file-ids.ts';

/** What a slow download carries: 32 KB every 500 ms. */
const slow = { chunkBytes: 32 * 1024, pauseMs: 500 } as const;

/**
 * Serves `/file/bot<token>/<file_path>`. Answers 404 for an unknown path. Fault `slow-download` makes it 64 KB/s.
 * Rejects when the client goes away in the middle.
 */
export async function serveFile(
  { world, faults }: { readonly world: World; readonly faults: Faults },
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const media = world.file(parseFilePath(path) ?? '');
  if (media === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error_code: 404, description: 'Not Found' }));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': media.sizeBytes });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const isSlow = faults.take('slow-download', { method: 'getFile' }) !== null;
  const bytes = createReadStream(media.path, isSlow ? { highWaterMark: slow.chunkBytes } : {});
  if (isSlow) await pipeline(bytes, slowly, response);
  else await pipeline(bytes, response);
}

async function* slowly(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    yield chunk;
    await wait(slow.pauseMs);
  }
}
