import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';

/** Address → file in static/; nothing else is served. */
const files: Readonly<Record<string, string>> = {
  '/': 'index.html',
  ...Object.fromEntries(
    [
      'base.css',
      'frame.css',
      'messages.css',
      'files.css',
      'composer.css',
      'voice.css',
      'narrow.css',
      'app.js',
      'composer.js',
      'dom.js',
      'entities.js',
      'files.js',
      'messages.js',
      'meter.js',
      'server.js',
      'state.js',
      'voice.js',
    ].map((name) => [`/page/${name}`, name]),
  ),
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** No inline script or style, nothing from another host. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves a file of the page; false when the address is none of them. */
export async function serveStaticFile(path: string, response: ServerResponse): Promise<boolean> {
  const name = Object.hasOwn(files, path) ? files[path] : undefined;
  if (name === undefined) return false;
  const body = await readFile(new URL(`static/${name}`, import.meta.url));
  response.writeHead(200, {
    'content-type': types[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  });
  response.end(body);
  return true;
}
