import { AppError } from '../../errors.ts';
import type { RemoteTransport } from './dtls.ts';
import type { LocalTransport } from './media-peer.ts';

/** What an offer of a browser that only listens says. */
export interface ListenerOffer {
  readonly remote: RemoteTransport;
  readonly mid: string;
  /** Its number for Opus. */
  readonly payloadType: number;
}

/**
 * Reads an SDP offer with one audio section (JSEP, RFC 8829).
 * @throws AppError `engine-failed` naming what is missing.
 */
export function parseListenerOffer(sdp: string): ListenerOffer {
  const sections = sdp.split(/^m=/m).length - 1;
  if (sections !== 1 || !/^m=audio /m.test(sdp)) throw refuse('the offer must hold one audio section');
  const payloadType = /^a=rtpmap:(\d+) opus\/48000\/2/im.exec(sdp)?.[1];
  if (payloadType === undefined) throw refuse('the offer has no Opus');
  const [hash, fingerprint] = attribute(sdp, 'fingerprint').split(' ');
  if (hash === undefined || fingerprint === undefined) throw refuse('the fingerprint cannot be read');
  return {
    mid: attribute(sdp, 'mid'),
    payloadType: Number(payloadType),
    remote: {
      ufrag: attribute(sdp, 'ice-ufrag'),
      pwd: attribute(sdp, 'ice-pwd'),
      fingerprints: [{ hash, fingerprint }],
      setup: attribute(sdp, 'setup') === 'passive' ? 'passive' : 'actpass',
    },
  };
}

/** Writes the answer: we only send, as `ssrc`, from where `local` says. */
export function writeListenerAnswer({ mid, payloadType }: ListenerOffer, local: LocalTransport, ssrc: number): string {
  const candidates = local.candidates.map(
    ({ foundation, priority, ip, port }) => `a=candidate:${foundation} 1 udp ${priority} ${ip} ${port} typ host`,
  );
  const lines = [
    'v=0',
    `o=- ${Date.now()} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'a=ice-lite',
    'a=msid-semantic: WMS call',
    `m=audio ${local.candidates[0]?.port ?? 9} UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    'a=rtcp-mux',
    `a=mid:${mid}`,
    'a=sendonly',
    `a=ice-ufrag:${local.ufrag}`,
    `a=ice-pwd:${local.pwd}`,
    `a=fingerprint:sha-256 ${local.fingerprint}`,
    `a=setup:${local.setup}`,
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=fmtp:${payloadType} minptime=10;useinbandfec=1;stereo=1`,
    'a=msid:call sound',
    `a=ssrc:${ssrc} cname:call`,
    `a=ssrc:${ssrc} msid:call sound`,
    ...candidates,
    'a=end-of-candidates',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function attribute(sdp: string, name: string): string {
  const value = new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1]?.trim();
  if (value === undefined || value === '') throw refuse(`the offer has no ${name}`);
  return value;
}

function refuse(why: string): AppError {
  return new AppError('engine-failed', `Cannot listen: ${why}.`);
}
