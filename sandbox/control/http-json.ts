import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** A request that is refused: a 4xx status and a plain sentence for whoever sent it. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}

const maxBodyBytes = 1024 * 1024;

/**
 * The JSON body of a request, checked. An empty body counts as `{}`.
 * @throws ControlError 400 that names the first thing wrong, 413 over 1 MB.
 */
export async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBodyBytes) throw new ControlError(413, 'The request is larger than 1 MB.');
    chunks.push(chunk);
  }
  return check(parse(Buffer.concat(chunks).toString()), schema);
}

/**
 * A value by its schema.
 * @throws ControlError 400 that names the first thing wrong.
 */
export function check<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new ControlError(400, `${where === '' ? 'The request' : where}: ${issue?.message ?? 'is invalid'}`);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function parse(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(new ControlError(400, 'The request is not valid JSON.'), { cause });
  }
}
