import type { LocalTransport } from './media-peer.ts';
import type { TransportAnswer } from './media-server.ts';

/** What the server says of audio to everybody who joins (TELEGRAM-CALLS.md, "Joining: media"). */
const audio = {
  'payload-types': [
    {
      id: 111,
      name: 'opus',
      clockrate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1 },
      'rtcp-fbs': [{ type: 'transport-cc' }],
    },
    { id: 126, name: 'telephone-event', clockrate: 8000, channels: 1 },
  ],
  'rtp-hdrexts': [
    { id: 1, uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' },
    { id: 2, uri: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time' },
    { id: 3, uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01' },
  ],
} as const;

/** The `params` of updateGroupCallConnection: every field of a candidate is a string, as from Telegram's server. */
export function writeTransportAnswer(local: LocalTransport): TransportAnswer {
  return {
    transport: {
      xmlns: 'urn:xmpp:jingle:transports:ice-udp:1',
      ufrag: local.ufrag,
      pwd: local.pwd,
      'rtcp-mux': true,
      fingerprints: [{ hash: 'sha-256', setup: local.setup, fingerprint: local.fingerprint }],
      candidates: local.candidates.map(({ foundation, priority, ip, port }, index) => ({
        generation: '0',
        component: '1',
        protocol: 'udp',
        port: String(port),
        ip,
        foundation,
        id: String(index),
        priority: String(priority),
        type: 'host',
        network: '0',
      })),
    },
    audio,
  };
}
