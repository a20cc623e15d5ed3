import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from './api-error.ts';
import { parseMultipart } from './multipart.ts';

/** A file that came in a multipart request. */
export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/**
 * The parameters of one request. Telegram takes them from the query, as a form, multipart or JSON; in the first three everything
 * is text and structures are JSON in it, so each reader accepts both.
 */
export interface Params {
  has(name: string): boolean;
  /** Undefined when absent or empty. */
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  boolean(name: string): boolean;
  /** A structure, parsed if it came as text. */
  json(name: string): unknown;
  upload(name: string): Upload | undefined;
  /** The upload that a field names by `attach://…`, or that is the field itself. */
  attached(reference: string): Upload | undefined;
}

/** Largest request: an upload of 50 MB and its fields. */
const maxBodyBytes = 51 * 1024 * 1024;

/**
 * Reads a request's parameters.
 * @throws ApiError 413 when the body is larger than 50 MB, 400 when it cannot be parsed.
 */
export async function readParams(request: IncomingMessage, url: URL): Promise<Params> {
  const values = new Map<string, unknown>(url.searchParams);
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  if (body.byteLength > 0) for (const [name, value] of parseBody(body, type)) values.set(name, value);
  return createParams(values);
}

/** Parameters over given values; uploads among them. */
export function createParams(values: ReadonlyMap<string, unknown>): Params {
  const text = (name: string) => {
    const value = values.get(name);
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  };
  const upload = (name: string) => {
    const value = values.get(name);
    return isUpload(value) ? value : undefined;
  };
  return {
    has: (name) => values.has(name) && values.get(name) !== null,
    text,
    integer: (name) => toInteger(name, text(name)),
    boolean: (name) => ['true', '1', 'yes', 't', 'y', 'on'].includes(text(name)?.toLowerCase() ?? ''),
    json: (name) => {
      const value = values.get(name);
      return typeof value === 'string' ? parseJson(name, value) : (value ?? undefined);
    },
    upload,
    attached: (reference) =>
      reference.startsWith('attach://') ? upload(reference.slice('attach://'.length)) : undefined,
  };
}

/** The whole body; refused beyond the limit before it is all in memory. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBodyBytes) throw new ApiError(413, 'Request Entity Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fields by the content type; an upload becomes an {@link Upload}. */
function parseBody(body: Buffer, type: string): Iterable<readonly [string, unknown]> {
  if (type.startsWith('application/json')) return Object.entries(parseObject(body));
  if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(body.toString());
  if (!type.startsWith('multipart/form-data')) throw badRequest('unsupported Content-Type');
  try {
    return parseMultipart(body, type).map(({ name, fileName, mime, bytes }) => [
      name,
      fileName === undefined ? Buffer.from(bytes).toString() : { name: fileName, mime, bytes },
    ]);
  } catch (cause) {
    throw Object.assign(badRequest("can't parse the request body"), { cause });
  }
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  const value = parseJson('request', new TextDecoder().decode(body));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest("can't parse JSON object");
  return value as Record<string, unknown>;
}

function parseJson(name: string, text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`), { cause });
  }
}

/** Telegram takes whole numbers as numbers and as text. */
function toInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw badRequest(`invalid ${name} specified`);
  return value;
}

function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}
