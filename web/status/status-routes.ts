import { fileURLToPath } from 'node:url';
import { may } from '../../control/policy.ts';
import { toAppError } from '../../errors.ts';
import type { WebAccess } from '../access/web-access.ts';
import { incomingOf } from '../access/web-access.ts';
import { type Assets, createAssets } from '../assets/assets.ts';
import type { Route, Viewer, WebContext } from '../route.ts';
import { type Locale, pickLocale } from '../texts/locale.ts';
import { importedModules, noticePage, statusPage } from './page.ts';

/** What the status page is made with. */
export interface StatusOptions {
  readonly access: Pick<WebAccess, 'readViewer'>;
  readonly assets: Pick<Assets, 'url'>;
  /** STATUS_PUBLIC. */
  readonly isPublic: boolean;
  /** The language that a person chose; null: none. */
  readonly languageOf: (personId: number) => Promise<Locale | null>;
}

/** The files that the page loads: one module with what it imports, one style. */
export function createStatusAssets(): Assets {
  const own = (name: string) => fileURLToPath(new URL(`static/${name}`, import.meta.url));
  const modules = Object.fromEntries(['status.js', ...importedModules].map((name) => [name, own(name)]));
  const partysocket = fileURLToPath(new URL('../../node_modules/partysocket/dist/ws.js', import.meta.url));
  const style = [own('status.css'), own('card.css')];
  const files = { ...modules, 'partysocket.js': partysocket, 'status.css': style, 'icon.svg': own('icon.svg') };
  return createAssets(files, '/status');
}

/** `GET /`: the live page, for moderators and up, or for everybody with STATUS_PUBLIC; others are told how to get in. */
export function createStatusRoutes(options: StatusOptions): readonly Route[] {
  return [{ method: 'GET', path: '/', rule: 'public', handle: (context) => showStatus(context, options) }];
}

async function showStatus(context: WebContext, options: StatusOptions): Promise<Response> {
  const { assets, isPublic } = options;
  const found = await findViewer(context, options);
  const chosen = found?.viewer == null ? null : found.language;
  const locale = pickLocale(chosen, context.req.header('accept-language'));
  context.header('cache-control', 'no-cache, private');
  context.header('vary', 'accept-language, cookie');
  const mayPanel = found?.viewer != null && may(found.viewer.actor, 'read-admin');
  if (mayPanel || isPublic) return context.html(statusPage({ locale, assets, mayPanel }));
  if (found === null) return context.html(noticePage({ locale, assets }, 'away'), 503);
  return context.html(noticePage({ locale, assets }, 'stranger'));
}

/** Who looks, and in which language; null: Redis or SQL, which know it, do not answer. */
async function findViewer(
  context: WebContext,
  { access, languageOf }: StatusOptions,
): Promise<{ readonly viewer: Viewer | null; readonly language: Locale | null } | null> {
  try {
    const viewer = await access.readViewer(incomingOf(context));
    return { viewer, language: viewer === null ? null : await languageOf(viewer.actor.person.id) };
  } catch (error) {
    const { code } = toAppError(error);
    if (code === 'redis-unavailable' || code === 'sql-unavailable') return null;
    throw error;
  }
}
