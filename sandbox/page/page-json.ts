import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** Bodies of the page are short, but for an SDP. */
const maxBytes = 256 * 1024;

/**
 * Reads a JSON body.
 * @throws SyntaxError, ZodError, or RangeError when it is too long.
 */
export async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError('The request is too long.');
    chunks.push(chunk);
  }
  return schema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
