import type { IncomingMessage } from 'node:http';

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * Where a request comes from. Behind a proxy on this machine (there is one when PUBLIC_URL is set) that is what the proxy added last to
 * X-Forwarded-For; what a caller wrote there itself counts nowhere.
 */
export function callerAddress({ socket, headers }: IncomingMessage, publicUrl: string | undefined): string {
  const address = socket.remoteAddress ?? 'unknown';
  if (publicUrl === undefined || !loopback.test(address)) return address;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  return forwarded === undefined || forwarded === '' ? address : forwarded;
}
