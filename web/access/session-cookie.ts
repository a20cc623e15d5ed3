import { deleteCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { WebContext } from '../route.ts';

/** A session lasts seven days; the cookie goes with it. */
const maxAgeSeconds = 7 * 24 * 60 * 60;

/** What a session can look like: anything else is not worth a question to Redis. */
const sessionPattern = /^[\w.-]{16,200}$/;

/** The cookie that a signed-in browser brings. */
export interface SessionCookie {
  /** The session in a Cookie header; null: none. */
  read(header: string | undefined): string | null;
  write(context: WebContext, session: string): void;
  clear(context: WebContext): void;
}

/**
 * Describes the cookie: HttpOnly, SameSite=Lax, Path=/, seven days; behind https also Secure, and under a `__Host-` name, which no
 * other site of the same domain can set (RFC 6265bis, 4.1.3.2).
 */
export function createSessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-efir' : 'efir';
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure } as const;
  return {
    read(header) {
      const value = header === undefined ? undefined : parse(header, name)[name];
      return value !== undefined && sessionPattern.test(value) ? value : null;
    },
    write: (context, session) => setCookie(context, name, session, { ...options, maxAge: maxAgeSeconds }),
    clear: (context) => void deleteCookie(context, name, options),
  };
}
