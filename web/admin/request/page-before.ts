import type { WebContext } from '../../route.ts';

/** The page of the panel that a form was sent from, with its search; `otherwise`: when the browser does not tell. */
export function pageBefore(context: WebContext, otherwise: string): string {
  const referer = context.req.header('referer');
  if (referer === undefined || !URL.canParse(referer)) return otherwise;
  const { pathname, search } = new URL(referer);
  // Its path only: never another host.
  return /^\/admin(\/|$)/.test(pathname) ? pathname + search : otherwise;
}
