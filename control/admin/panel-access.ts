import type { Actor } from '../dependencies.ts';
import type { AdminRequest, Forbidden } from './results.ts';

/**
 * Signing in to the panel: the bot gives a link that is good once and for five minutes; a GET of it only asks, the POST signs in and opens a
 * new session (never one that the browser brought). Secrets are kept as hashes.
 */
export interface PanelAccess {
  /** For moderators and up. `secret` goes into the link; `expiresAt`: Unix milliseconds. An older link of the same person ends. */
  issueLink(
    request: AdminRequest,
  ): Promise<{ readonly type: 'issued'; readonly secret: string; readonly expiresAt: number } | Forbidden>;
  /** Whom a link signs in, without using it; null: nobody (used, expired, never was). */
  peek(secret: string): Promise<{ readonly name: string } | null>;
  /** Uses a link. `session`: the cookie's value. The session of `previous` ends. */
  signIn(
    secret: string,
    previous: string | null,
  ): Promise<
    | { readonly type: 'signed-in'; readonly session: string; readonly expiresAt: number }
    | { readonly type: 'expired' }
    | Forbidden
  >;
  /**
   * Who a session is, with the role that SQL says now; null: it is over. A session ends after seven days, at sign-out, and for good when its
   * person is blocked or no moderator any more.
   */
  readSession(session: string): Promise<Actor | null>;
  signOut(session: string): Promise<void>;
}
