import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { Hono } from 'hono';
import type { WebEnv } from '../route.ts';

/** Files that pages load. Their address changes with their content, so that browsers may keep them for ever. */
export interface Assets {
  /** The address of a file. @throws Error when there is none of that name. */
  url(name: string): string;
  /** Serves them: compressed once, when first asked for. */
  readonly app: Hono<WebEnv>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const encoders = { br: promisify<Buffer, Buffer>(brotliCompress), gzip: promisify<Buffer, Buffer>(gzip) };

interface Asset {
  readonly content: Buffer;
  readonly type: string;
  readonly encoded: Map<keyof typeof encoders, Promise<Buffer>>;
}

/**
 * Reads the files. All of them share one folder that is named after the hash of all, so that modules find each other by `./name.js`.
 * @param files where each lies, by name; of several parts that are joined, the parts in their order.
 * @param root the path under which they are served, as `/assets`.
 */
export function createAssets(files: Readonly<Record<string, string | readonly string[]>>, root = '/assets'): Assets {
  const hash = createHash('sha256');
  const assets = new Map<string, Asset>();
  for (const [name, parts] of Object.entries(files)) {
    const content = Buffer.concat([parts].flat().map((path) => readFileSync(path)));
    hash.update(name).update('\0').update(content);
    assets.set(name, { content, type: types[extname(name)] ?? 'application/octet-stream', encoded: new Map() });
  }
  const folder = `${root}/${hash.digest('base64url').slice(0, 12)}`;
  const app = new Hono<WebEnv>();
  app.get(`${folder}/:name`, async (context) => {
    const asset = assets.get(context.req.param('name'));
    if (asset === undefined) return context.notFound();
    const encoding = pickEncoding(context.req.header('accept-encoding'));
    const body = encoding === null ? asset.content : await encode(asset, encoding);
    return context.body(new Uint8Array(body), 200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    });
  });
  return {
    url(name) {
      if (!assets.has(name)) throw new Error(`there is no asset ${name}`);
      return `${folder}/${name}`;
    },
    app,
  };
}

function pickEncoding(accepted = ''): keyof typeof encoders | null {
  const names = accepted.split(',').map((it) => it.trim().split(';')[0]);
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null;
}

function encode(asset: Asset, encoding: keyof typeof encoders): Promise<Buffer> {
  const known = asset.encoded.get(encoding);
  if (known !== undefined) return known;
  const encoded = encoders[encoding](asset.content);
  asset.encoded.set(encoding, encoded);
  return encoded;
}
