import { Connection, DtlsClient, type Protocol, RtpHeader } from 'werift';
import type { Logger } from '../../log.ts';
import type { MediaCertificate } from './certificate.ts';
import { createDtls, createDtlsLink, isExpectedCertificate, type RemoteTransport } from './dtls.ts';
import { createReceivedPacket, type ReceivedPacket } from './received-packet.ts';
import { isRtcp, parseRtpHeader } from './rtp-header.ts';
import { deriveKeys, type MediaKeys } from './srtp-keys.ts';

/** The only address that the stand-in's media lives on. */
const address = '127.0.0.1';
/** Of the packets that nobody listens to, every one in so many is authenticated; the others only cost their header. */
const auditEvery = 50;

/** What we say of ours. */
export interface LocalTransport {
  readonly ufrag: string;
  readonly pwd: string;
  /** SHA-256, as `AB:CD:…`. */
  readonly fingerprint: string;
  readonly setup: 'active' | 'passive';
  readonly candidates: readonly {
    readonly foundation: string;
    readonly priority: number;
    readonly ip: string;
    readonly port: number;
  }[];
}

/** One WebRTC transport: ICE-lite, DTLS, SRTP. Whoever made it closes it. */
export interface MediaPeer {
  readonly local: LocalTransport;
  /** Monotonic ms of the last packet of any kind, ICE checks among them (RFC 7675: a browser sends one every 5 s). */
  readonly lastSeenAtMs: number;
  /** Sends one RTP packet; dropped silently before the handshake is done. */
  sendRtp(
    header: {
      readonly payloadType: number;
      readonly marker: boolean;
      readonly sequenceNumber: number;
      readonly timestamp: number;
      readonly ssrc: number;
    },
    payload: Uint8Array,
  ): void;
  /** Sends a compound RTCP packet; dropped silently before the handshake is done. */
  sendRtcp(packet: Buffer): void;
  close(): Promise<void>;
}

/** What {@link createMediaPeer} needs. `onClosed` is told when the other side ends the DTLS session or shows a wrong certificate. */
export interface MediaPeerOptions {
  readonly remote: RemoteTransport;
  readonly certificate: MediaCertificate;
  readonly log: Logger;
  readonly onPacket: (packet: ReceivedPacket) => void;
  readonly onClosed: () => void;
}

/**
 * Opens a UDP socket on 127.0.0.1 and waits there for the other side: ICE-lite as Telegram's server, the other side is controlling.
 * Resolves when the socket is open; the handshakes follow by themselves.
 */
export async function createMediaPeer({
  remote,
  certificate,
  log,
  onPacket,
  onClosed,
}: MediaPeerOptions): Promise<MediaPeer> {
  let lastSeenAtMs = performance.now();
  let keys: MediaKeys | null = null;
  let received = 0;
  let checkedPath: { from: readonly [string, number]; protocol: Protocol } | null = null;

  const ice = new Connection(false, {
    iceLite: true,
    useIpv4: false,
    useIpv6: false,
    useTcp: false,
    additionalHostAddresses: [address],
    interfaceAddresses: { udp4: address },
    filterStunResponse: (_message, from, protocol) => {
      lastSeenAtMs = performance.now();
      checkedPath = { from, protocol };
      return true;
    },
  });
  await ice.gatherCandidates();
  ice.setRemoteParams({ iceLite: false, usernameFragment: remote.ufrag, password: remote.pwd });

  async function send(data: Buffer): Promise<void> {
    // libjuice speaks DTLS as soon as its first check is answered, before it nominates; unanswered it waits a second.
    if (ice.nominated === undefined) await checkedPath?.protocol.sendData(data, [...checkedPath.from]);
    else await ice.send(data);
  }
  function sendSecured(data: Buffer): void {
    send(data).catch((error: unknown) => log.debug({ err: error }, 'media not sent'));
  }

  const link = createDtlsLink(send);
  const dtls = createDtls(remote.setup, certificate, link);
  dtls.onConnect.once(() => {
    if (isExpectedCertificate(dtls.remoteCertificate, remote.fingerprints)) {
      keys = deriveKeys(dtls);
      log.debug({ profile: dtls.srtp.srtpProfile }, 'media connected');
      return;
    }
    log.warn('media refused: the certificate is not the announced one');
    onClosed();
  });
  dtls.onClose.subscribe(onClosed);
  dtls.onError.subscribe((error) => log.debug({ err: error }, 'DTLS trouble'));

  function receive(data: Buffer): void {
    const first = data[0] ?? 0;
    lastSeenAtMs = performance.now();
    // RFC 7983: the first byte tells DTLS from RTP and RTCP; STUN has been taken out before.
    if (first >= 20 && first <= 63) link.onData(data, [address, 0]);
    if (first < 128 || first > 191 || keys === null || isRtcp(data)) return;
    const header = parseRtpHeader(data);
    if (header === null) return;
    const packet = createReceivedPacket(keys.srtp, data, header, lastSeenAtMs);
    received++;
    if (received % auditEvery === 1 && packet.open() === null) return;
    onPacket(packet);
  }
  ice.onData.subscribe(receive);
  // Ends in failure when closed before the other side came, which is no trouble.
  ice.connect().then(
    () => (dtls instanceof DtlsClient ? dtls.connect() : undefined),
    (error: unknown) => log.debug({ err: error }, 'ICE ended'),
  );

  return {
    local: {
      ufrag: ice.localUsername,
      pwd: ice.localPassword,
      fingerprint: certificate.fingerprint,
      setup: dtls instanceof DtlsClient ? 'active' : 'passive',
      candidates: ice.localCandidates.map(({ foundation, priority, host, port }) => ({
        foundation,
        priority,
        ip: host,
        port,
      })),
    },
    get lastSeenAtMs() {
      return lastSeenAtMs;
    },
    sendRtp(header, payload) {
      if (keys === null) return;
      const secured = keys.srtp.encrypt(Buffer.from(payload), new RtpHeader(header));
      sendSecured(secured);
    },
    sendRtcp(packet) {
      if (keys !== null) sendSecured(keys.srtcp.encrypt(packet));
    },
    async close() {
      keys = null;
      ice.onData.allUnsubscribe();
      await ice.close();
    },
  };
}
