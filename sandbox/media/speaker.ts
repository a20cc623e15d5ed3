import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { MediaCertificate } from './certificate.ts';
import { createMediaPeer } from './media-peer.ts';
import type { JoinPayload, TransportAnswer } from './media-server.ts';
import type { ReceivedPacket } from './received-packet.ts';
import { createReception } from './reception.ts';
import { writeTransportAnswer } from './transport-answer.ts';

/** The only payload type that is taken (Opus). */
const opusPayloadType = 111;

/** Somebody who joined with media. Whoever made it closes it. */
export interface Speaker {
  readonly answer: TransportAnswer;
  /** Monotonic ms of the last sound that came in; null before the first. */
  readonly lastSoundAtMs: number | null;
  /** Sends back a receiver report when sound has come since the last one. */
  sendReport(): void;
  close(): void;
}

/** What {@link createSpeaker} needs. `isDeaf`: asked at every packet; while it holds nothing is taken and nothing goes back. */
export interface SpeakerOptions {
  readonly payload: JoinPayload;
  readonly certificate: MediaCertificate;
  readonly log: Logger;
  readonly isDeaf: () => boolean;
  readonly onPacket: (packet: ReceivedPacket) => void;
}

/**
 * Answers a join.
 * @throws AppError `engine-failed` when the payload lacks what a connection needs.
 */
export async function createSpeaker({ payload, certificate, log, isDeaf, onPacket }: SpeakerOptions): Promise<Speaker> {
  const setup = payload.fingerprints[0]?.setup;
  if (setup === undefined || payload.ufrag === '' || payload.pwd === '') {
    throw new AppError('engine-failed', 'The join has no ufrag, pwd or fingerprint.');
  }
  const ssrc = payload.ssrc >>> 0;
  const reception = createReception(ssrc);
  let lastSoundAtMs: number | null = null;
  const remote = { ...payload, setup: setup === 'active' || setup === 'passive' ? setup : 'actpass' } as const;
  const peer = await createMediaPeer({
    remote,
    certificate,
    log,
    onClosed: () => log.debug('speaker hung up'),
    onPacket(packet) {
      // One source a participant; anything else that comes (telephone events among it) is nobody's sound.
      if (packet.ssrc !== ssrc || packet.payloadType !== opusPayloadType || isDeaf()) return;
      lastSoundAtMs = packet.arrivedAtMs;
      reception.note(packet);
      onPacket(packet);
    },
  });
  return {
    answer: writeTransportAnswer(peer.local),
    get lastSoundAtMs() {
      return lastSoundAtMs;
    },
    sendReport() {
      const report = isDeaf() ? null : reception.report();
      if (report !== null) peer.sendRtcp(report);
    },
    close() {
      peer.close().catch((error: unknown) => log.warn({ err: error }, 'speaker not closed'));
    },
  };
}
