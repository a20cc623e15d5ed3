/**
 * Whether an Origin header is that of our own pages: PUBLIC_URL's, or that of the host the request was sent to. A write (or a WebSocket
 * upgrade) without one is nobody's page: every browser sends it there.
 */
export function isOwnOrigin(
  { origin, host }: { readonly origin: string | undefined; readonly host: string | undefined },
  publicUrl: string | undefined,
): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { origin: asked, protocol, host: askedHost } = new URL(origin);
  if (asked !== origin || (protocol !== 'http:' && protocol !== 'https:')) return false;
  if (publicUrl !== undefined && asked === new URL(publicUrl).origin) return true;
  return host !== undefined && askedHost === host.toLowerCase();
}
