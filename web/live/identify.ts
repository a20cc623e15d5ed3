import type { IncomingMessage } from 'node:http';
import type { TokenAdministration } from '../../control/admin/tokens.ts';
import type { Actor } from '../../control/dependencies.ts';
import { may } from '../../control/policy.ts';
import type { WebAccess } from '../access/web-access.ts';
import type { View } from './view.ts';

/** Who watches. `personId` null: the public. */
export interface Watcher {
  readonly view: View;
  readonly personId: number | null;
}

/** Finds out who watches; null: they may not. Asked again with the same headers while the connection lives. */
export type Identify = (request: Pick<IncomingMessage, 'headers'>) => Promise<Watcher | null>;

/** What it is found out with. `isPublic`: STATUS_PUBLIC. */
export interface IdentifyOptions {
  readonly access: Pick<WebAccess, 'readViewer'>;
  readonly tokens: Pick<TokenAdministration, 'authenticate'>;
  readonly isPublic: boolean;
}

/**
 * By `Authorization: Bearer` (an API token), else by the cookie, else as the public if that is let in. The identity throws AppError
 * `redis-unavailable`, `sql-unavailable`.
 */
export function createIdentify({ access, tokens, isPublic }: IdentifyOptions): Identify {
  return async (request) => {
    const secret = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    const actor =
      secret === undefined ? ((await access.readViewer(request))?.actor ?? null) : await tokens.authenticate(secret);
    const view = viewOf(actor);
    if (view !== null) return { view, personId: actor?.person.id ?? null };
    // A token that is wrong is a mistake to be told of, not a stranger.
    return isPublic && secret === undefined ? { view: 'public', personId: null } : null;
  };
}

function viewOf(actor: Actor | null): View | null {
  if (actor === null || !may(actor, 'read-admin')) return null;
  return may(actor, 'manage-people') ? 'admin' : 'staff';
}
