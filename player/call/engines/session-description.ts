import { AppError } from '../../../errors.ts';
import type { JoinPayload, Transport, TransportCandidate } from '../engine.ts';

/** Payload type of Opus in group calls (TELEGRAM-CALLS.md). */
export const opusPayloadType = 111;

/** Format parameters of Opus for music (RFC 7587, section 6.1). */
export function opusParameters(channels: 1 | 2, bitrateKbps: number): string {
  const stereo = channels === 2 ? ';stereo=1;sprop-stereo=1' : '';
  return `minptime=10;useinbandfec=1${stereo};maxaveragebitrate=${bitrateKbps * 1_000}`;
}

/**
 * What Telegram wants to know of our offer.
 * @throws AppError `engine-failed` when the offer lacks credentials or fingerprint
 */
export function joinPayload(offerSdp: string, ssrc: number): JoinPayload {
  const [hash, fingerprint] = attribute(offerSdp, 'fingerprint').split(' ');
  if (hash === undefined || fingerprint === undefined)
    throw new AppError('engine-failed', 'the offer has no certificate fingerprint');
  return {
    ufrag: attribute(offerSdp, 'ice-ufrag'),
    pwd: attribute(offerSdp, 'ice-pwd'),
    fingerprints: [{ hash, fingerprint, setup: 'active' }],
    ssrc,
    'ssrc-groups': [],
  };
}

/**
 * The server's side as an SDP answer to an offer with one sending audio line of id `mid`: ICE lite, DTLS passive, Opus with
 * the audio-level extension. Candidates other than UDP are left out: Telegram has none that work.
 */
export function answerSdp(transport: Transport, mid: string, parameters: string): string {
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'a=ice-lite',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${opusPayloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.pwd}`,
    ...transport.fingerprints.map(({ hash, fingerprint }) => `a=fingerprint:${hash} ${fingerprint}`),
    'a=setup:passive',
    ...transport.candidates.filter(({ protocol }) => protocol.toLowerCase() === 'udp').map(candidateLine),
    'a=end-of-candidates',
    `a=rtpmap:${opusPayloadType} opus/48000/2`,
    `a=fmtp:${opusPayloadType} ${parameters}`,
    'a=rtcp-mux',
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    'a=recvonly',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function candidateLine(candidate: TransportCandidate): string {
  const { foundation, component, protocol, priority, ip, port, type, generation } = candidate;
  return `a=candidate:${foundation} ${component} ${protocol} ${priority} ${ip} ${port} typ ${type} generation ${generation}`;
}

function attribute(sdp: string, name: string): string {
  const value = new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1]?.trim();
  if (value === undefined || value === '') throw new AppError('engine-failed', `the offer has no ${name}`);
  return value;
}
