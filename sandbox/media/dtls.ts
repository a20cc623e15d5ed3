import { createHash } from 'node:crypto';
import { DtlsClient, DtlsServer, type DtlsSocket } from 'werift';
import type { MediaCertificate } from './certificate.ts';

/** What the other side said of its ICE and DTLS. */
export interface RemoteTransport {
  readonly ufrag: string;
  readonly pwd: string;
  readonly fingerprints: readonly { readonly hash: string; readonly fingerprint: string }[];
  /** DTLS role of the other side; `actpass` makes it the client. */
  readonly setup: 'active' | 'passive' | 'actpass';
}

/** The DTLS side's view of the ICE connection: it must listen before ICE is done, else the first flight is lost and repeated a second later. */
export function createDtlsLink(send: (data: Buffer) => Promise<void>) {
  return {
    type: 'ice',
    address: { address: '127.0.0.1', port: 0, family: 'IPv4' },
    closed: false,
    onData: (_data: Buffer, _from: readonly [string, number]): void => undefined,
    send,
    close: () => Promise.resolve(),
  };
}

/** The DTLS end that answers `remoteSetup`; its handshake begins by itself as server, by `connect()` as client. */
export function createDtls(
  remoteSetup: RemoteTransport['setup'],
  certificate: MediaCertificate,
  transport: ReturnType<typeof createDtlsLink>,
): DtlsSocket {
  const options = {
    cert: certificate.certPem,
    key: certificate.keyPem,
    signatureHash: certificate.signatureHash,
    transport,
    // AES-GCM first (7), then AES-CM with HMAC-SHA1 (1): both occur with Telegram.
    srtpProfiles: [7 as const, 1 as const],
    extendedMasterSecret: true,
  };
  return remoteSetup === 'passive' ? new DtlsClient(options) : new DtlsServer({ ...options, certificateRequest: true });
}

/** Whether the certificate that was shown is one of those announced in signalling (RFC 8122). */
export function isExpectedCertificate(der: Buffer | undefined, fingerprints: RemoteTransport['fingerprints']): boolean {
  if (der === undefined) return false;
  return fingerprints.some(({ hash, fingerprint }) => {
    const actual = createHash(hash.replace('-', '').toLowerCase()).update(der).digest('hex');
    return actual === fingerprint.replaceAll(':', '').toLowerCase();
  });
}
