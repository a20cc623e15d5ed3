import type { WebContext } from '../../route.ts';

/** The most that a body may have, bytes. */
const longestBody = 64 * 1024;

/** A body as JSON, or what is wrong with it. */
export type ReadBody =
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'too-large' | 'not-json' | 'malformed-request' };

/** Reads the body of a request as JSON, no further than its limit. No body at all is an empty object. */
export async function readBody({ req }: WebContext): Promise<ReadBody> {
  if (Number(req.header('content-length') ?? 0) > longestBody) return { type: 'too-large' };
  const { body } = req.raw;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A body without a length comes in chunks: it is not read on when it has become too long.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > longestBody) return { type: 'too-large' };
    chunks.push(chunk);
  }
  if (size === 0) return { type: 'json', value: {} };
  const mediaType = (req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return { type: 'not-json' };
  try {
    return { type: 'json', value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { type: 'malformed-request' };
  }
}
