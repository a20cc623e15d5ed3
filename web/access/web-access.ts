import type { IncomingMessage } from 'node:http';
import type { PanelAccess } from '../../control/admin/panel-access.ts';
import type { Viewer, WebContext } from '../route.ts';
import { callerAddress } from './caller-address.ts';
import { isOwnOrigin } from './own-origin.ts';
import { createSessionCookie, type SessionCookie } from './session-cookie.ts';

/** Who calls, and from where: for pages, the JSON API and WebSocket upgrades alike. */
export interface WebAccess {
  readonly cookie: SessionCookie;
  /** Who a request's cookie says it is; null: nobody is signed in. @throws AppError `redis-unavailable`, `sql-unavailable`. */
  readViewer(request: Pick<IncomingMessage, 'headers'>): Promise<Viewer | null>;
  /** Whether a write or an upgrade was sent by a page of ours. */
  isOwnOrigin(request: Pick<IncomingMessage, 'headers'>): boolean;
  /** The caller's address, for limits. */
  addressOf(request: IncomingMessage): string;
}

/** What it is made with. `publicUrl`: PUBLIC_URL. */
export interface WebAccessOptions {
  readonly access: Pick<PanelAccess, 'readSession'>;
  readonly publicUrl: string | undefined;
}

/** Creates it; nothing has to be closed. */
export function createWebAccess({ access, publicUrl }: WebAccessOptions): WebAccess {
  const cookie = createSessionCookie(publicUrl?.startsWith('https:') ?? false);
  return {
    cookie,
    async readViewer({ headers }) {
      const session = cookie.read(headers.cookie);
      const actor = session === null ? null : await access.readSession(session);
      return actor === null ? null : { actor, session };
    },
    isOwnOrigin: ({ headers }) => isOwnOrigin({ origin: headers.origin, host: headers.host }, publicUrl),
    addressOf: (request) => callerAddress(request, publicUrl),
  };
}

/** The raw request behind a context. */
export function incomingOf(context: WebContext): IncomingMessage {
  return context.env.incoming as IncomingMessage;
}
