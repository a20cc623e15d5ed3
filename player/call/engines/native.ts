import { randomInt } from 'node:crypto';
import { Audio, PeerConnection, type Track } from 'node-datachannel';
import { AppError, toAppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { CallConnection, CallEngine, ConnectionState, ConnectionStats, ConnectOptions } from '../engine.ts';
import { createStateCell, orAborted, type StateCell } from './connection-state.ts';
import { createRtpSender, type RtpSender } from './rtp.ts';
import { answerSdp, joinPayload, opusParameters, opusPayloadType } from './session-description.ts';

/** What the native engine needs. `bindAddress`: the local address to send from; all interfaces when absent (Telegram needs that). */
export interface NativeEngineOptions {
  readonly log: Logger;
  readonly bindAddress?: string;
}

/** Time between sender reports; RFC 3550 recommends 5 s at least. */
const reportEveryMs = 5_000;
const mid = '0';

/**
 * Sends our Opus packets as they are, as RTP, through libdatachannel (`node-datachannel`): ICE, DTLS-SRTP and nothing more, about 0.003 cores
 * a stream. The payload type, the extension and the RTCP are built here, since its packetizers know no audio level.
 */
export function createNativeEngine(options: NativeEngineOptions): CallEngine {
  return { kind: 'native', connect: (connectOptions) => connect(options, connectOptions) };
}

async function connect({ log, bindAddress }: NativeEngineOptions, options: ConnectOptions): Promise<CallConnection> {
  const { negotiate, channels, bitrateKbps, signal } = options;
  signal.throwIfAborted();
  const parameters = opusParameters(channels, bitrateKbps);
  // Telegram's numbers are signed: a positive one needs no conversion on either side.
  const ssrc = randomInt(1, 2 ** 31);
  const peer = new PeerConnection(`call-${ssrc}`, {
    // The server is reached directly; we are never found by others.
    iceServers: [],
    // The offer is made when all of it is set, not at the first track.
    disableAutoNegotiation: true,
    forceMediaTransport: true,
    ...(bindAddress === undefined ? {} : { bindAddress }),
  });
  try {
    const state = createStateCell();
    peer.onStateChange((text) => state.set(toConnectionState(text)));
    const audio = new Audio(mid, 'SendOnly');
    audio.addOpusCodec(opusPayloadType, parameters);
    audio.addSSRC(ssrc, cnameOf(ssrc), 'efir', 'audio');
    const track = peer.addTrack(audio);
    // Before anything can fail: unset, the binding holds a closed track until it is collected, and the process would not end.
    track.onClosed(() => log.trace({ ssrc }, 'the media track is closed'));
    const offer = await orAborted(makeOffer(peer), signal);
    const transport = await orAborted(negotiate(joinPayload(offer, ssrc)), signal);
    acceptAnswer(peer, answerSdp(transport, mid, parameters));
    const sender = createRtpSender({ ssrc, payloadType: opusPayloadType, cname: cnameOf(ssrc) });
    return new NativeConnection(peer, track, state, sender, log);
  } catch (error) {
    // Nobody else holds the peer yet.
    peer.close();
    throw error;
  }
}

/** RFC 7022 wants a CNAME that does not name the host. */
function cnameOf(ssrc: number): string {
  return `efir-${ssrc.toString(36)}`;
}

function makeOffer(peer: PeerConnection): Promise<string> {
  // Before the call, as the description may be there at once. It holds no candidates: the server learns ours from our checks.
  const offer = new Promise<string>((resolve) => {
    peer.onLocalDescription((sdp) => resolve(sdp));
  });
  peer.setLocalDescription('offer');
  return offer;
}

function acceptAnswer(peer: PeerConnection, sdp: string): void {
  try {
    peer.setRemoteDescription(sdp, 'answer');
  } catch (cause) {
    throw new AppError('engine-failed', 'libdatachannel refused the transport', { cause });
  }
}

function toConnectionState(text: string): ConnectionState {
  switch (text) {
    case 'connected':
    case 'disconnected':
    case 'failed':
    case 'closed':
      return text;
    default:
      return 'connecting';
  }
}

class NativeConnection implements CallConnection {
  readonly engine = 'native';
  readonly ssrc: number;
  readonly #peer: PeerConnection;
  readonly #track: Track;
  readonly #state: StateCell;
  readonly #sender: RtpSender;
  readonly #log: Logger;
  #lastRtcpAtMs: number | null = null;
  #reportAtMs = 0;
  #isReleased = false;

  constructor(peer: PeerConnection, track: Track, state: StateCell, sender: RtpSender, log: Logger) {
    this.ssrc = sender.ssrc;
    this.#peer = peer;
    this.#track = track;
    this.#state = state;
    this.#sender = sender;
    this.#log = log;
    // Others' audio is dropped inside libdatachannel, as the track only sends: what arrives here is RTCP.
    track.onMessage(() => {
      this.#lastRtcpAtMs = performance.now();
    });
    track.onError((message) => log.warn({ ssrc: this.ssrc, reason: message }, 'the media track reports an error'));
  }

  get state(): ConnectionState {
    return this.#state.value;
  }

  sendOpus(packet: Uint8Array, levelDbov: number): void {
    if (this.#isReleased || this.#state.value !== 'connected' || !this.#track.isOpen()) return;
    try {
      // libdatachannel copies the bytes before it returns, so the sender's one buffer serves every packet.
      this.#track.sendMessageBinary(this.#sender.packet(packet, levelDbov));
      this.#reportNowAndThen();
    } catch (error) {
      // The peer went away between the check and the sending; its state change follows.
      this.#log.debug({ err: toAppError(error, 'engine-failed'), ssrc: this.ssrc }, 'a packet could not be sent');
    }
  }

  skip(frames: number): void {
    this.#sender.skip(frames);
  }

  stats(): ConnectionStats {
    const { packets, payloadBytes } = this.#sender;
    return { packetsSent: packets, bytesSent: payloadBytes, lastRtcpAtMs: this.#lastRtcpAtMs };
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#state.subscribe(listener);
  }

  async close(): Promise<void> {
    // Not judged by the state: libdatachannel goes to `closed` by itself after `failed`, and still holds its resources.
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#state.set('closed');
    this.#track.close();
    this.#peer.close();
  }

  #reportNowAndThen(): void {
    const now = performance.now();
    if (now < this.#reportAtMs) return;
    this.#reportAtMs = now + reportEveryMs;
    this.#track.sendMessageBinary(this.#sender.report(Date.now()));
  }
}
