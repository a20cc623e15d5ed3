import { createHash, timingSafeEqual } from 'node:crypto';

/** Who asks for metrics: the address of the socket and the Authorization header. */
export interface MetricsCaller {
  readonly address: string | undefined;
  readonly authorization: string | undefined;
}

/** Metrics are open on loopback; elsewhere the caller must send METRICS_TOKEN as bearer token (no token set: nobody else gets in). */
export function isAllowed({ address, authorization }: MetricsCaller, token: string | undefined): boolean {
  if (address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address)) return true;
  if (token === undefined || authorization === undefined) return false;
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

/** Digests have equal length, which timingSafeEqual needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
