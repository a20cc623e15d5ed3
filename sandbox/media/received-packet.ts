import { SrtpAuthenticationError, type SrtpSession } from 'werift';
import type { RtpHeaderFields } from './rtp-header.ts';

/** An RTP packet that came in. */
export interface ReceivedPacket extends RtpHeaderFields {
  /** Monotonic, `performance.now`. */
  readonly arrivedAtMs: number;
  /**
   * The payload, decrypted and authenticated at the first call only (crypto is most of a packet's cost, and most packets are heard
   * by nobody); null when it is forged.
   */
  open(): Buffer | null;
  /** How loud listeners hear it, 1 being what was sent; left out: 1. */
  readonly gain?: number;
}

/** Takes in a packet of a transport; packets must come here in the order of their arrival, since the rollover counter follows them. */
export function createReceivedPacket(
  srtp: SrtpSession,
  data: Buffer,
  header: RtpHeaderFields,
  arrivedAtMs: number,
): ReceivedPacket {
  const context = srtp.remoteContext;
  const state = context.getSrtpSsrcState(header.ssrc);
  context.updateRolloverCount(header.sequenceNumber, state);
  const rolloverCounter = state.rolloverCounter;
  let opened: Buffer | null | undefined;
  return {
    ...header,
    arrivedAtMs,
    open() {
      opened ??= openPayload(context, data, rolloverCounter);
      return opened;
    },
  };
}

function openPayload(context: SrtpSession['remoteContext'], data: Buffer, rolloverCounter: number): Buffer | null {
  try {
    const [packet, header] = context.cipher.decryptRtp(data, rolloverCounter);
    return packet.subarray(header.payloadOffset, packet.length - (header.paddingSize ?? 0));
  } catch (error) {
    if (error instanceof SrtpAuthenticationError) return null;
    throw error;
  }
}
