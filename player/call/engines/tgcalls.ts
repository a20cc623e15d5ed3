import { AppError, toAppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { CallConnection, CallEngine, ConnectionState, ConnectionStats, ConnectOptions } from '../engine.ts';
import { createStateCell, orAborted, type StateCell } from './connection-state.ts';
import { createOpusToPcm, type OpusToPcm } from './opus-to-pcm.ts';
import { opusParameters } from './session-description.ts';
import {
  loadTgcalls,
  type MediaTrack,
  type PcmSource,
  type TgcallsCall,
  type TgcallsLibrary,
  toJoinPayload,
} from './tgcalls-library.ts';

/** What the tgcalls engine needs. */
export interface TgcallsEngineOptions {
  readonly log: Logger;
}

/**
 * Sends sound through the `tgcalls` package over libwebrtc (`wrtc`): our packets are decoded and libwebrtc encodes them again. Ten times the
 * cost of the native engine; it is there for servers that do not take what the native engine sends.
 */
export function createTgcallsEngine({ log }: TgcallsEngineOptions): CallEngine {
  return { kind: 'tgcalls', connect: (options) => connect(options, log) };
}

async function connect(options: ConnectOptions, log: Logger): Promise<CallConnection> {
  const { channels, signal } = options;
  signal.throwIfAborted();
  // Loading takes a moment the first time: the abort is asked for again behind it.
  const library = await loadTgcalls();
  const decoder = await createOpusToPcm(channels);
  if (signal.aborted) decoder.close();
  signal.throwIfAborted();
  const source = library.createPcmSource();
  const tracks = [source.createTrack(), library.createVideoTrack()] as const;
  const call = library.createCall();
  const state = createStateCell();
  call.on('iceConnectionState', (text: string | undefined) => state.set(toConnectionState(text)));
  const parts = { call, decoder, source, tracks, state, channels };
  try {
    const ssrc = await orAborted(start(call, tracks, options, library.setParameters), signal);
    return new TgcallsConnection(parts, ssrc, log);
  } catch (error) {
    release(parts);
    throw error;
  }
}

/** Runs the library's offer and answer; the source that it chose comes back. */
async function start(
  call: TgcallsCall,
  [audio, video]: readonly [MediaTrack, MediaTrack],
  { negotiate, channels, bitrateKbps }: ConnectOptions,
  setParameters: TgcallsLibrary['setParameters'],
): Promise<number> {
  let ssrc: number | null = null;
  let refusal: unknown = null;
  call.joinVoiceCall = async (offer) => {
    const payload = toJoinPayload(offer);
    try {
      const { ufrag, pwd, fingerprints, candidates } = await negotiate(payload);
      // The library wants two more fields, which it does not use.
      const transport = {
        ufrag,
        pwd,
        fingerprints: [...fingerprints],
        candidates: candidates.map((candidate) => ({ ...candidate, id: '0', network: '0' })),
      };
      setParameters(transport, opusParameters(channels, bitrateKbps));
      // From here on the library only sets the answer: the join has succeeded.
      ssrc = payload.ssrc;
      return { transport };
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    await call.start(audio, video);
  } catch (error) {
    // What `negotiate` throws is the caller's own and stays as it is.
    throw error === refusal ? error : toAppError(error, 'engine-failed');
  }
  // The library returns without a word when its own offer lacks something.
  if (ssrc === null) throw new AppError('engine-failed', 'tgcalls made no usable offer');
  return ssrc;
}

function toConnectionState(text: string | undefined): ConnectionState {
  switch (text) {
    case 'connected':
    case 'completed':
      return 'connected';
    case 'disconnected':
    case 'failed':
    case 'closed':
      return text;
    default:
      return 'connecting';
  }
}

interface Parts {
  readonly call: TgcallsCall;
  readonly decoder: OpusToPcm;
  readonly source: PcmSource;
  readonly tracks: readonly [MediaTrack, MediaTrack];
  readonly state: StateCell;
  readonly channels: 1 | 2;
}

/** A track that is not stopped keeps the process from ending; the decoder holds memory outside of the heap. */
function release({ call, decoder, tracks }: Parts): void {
  for (const track of tracks) track.stop();
  call.close();
  decoder.close();
}

class TgcallsConnection implements CallConnection {
  readonly engine = 'tgcalls';
  readonly ssrc: number;
  readonly #parts: Parts;
  readonly #log: Logger;
  #packetsSent = 0;
  #bytesSent = 0;
  #isReleased = false;

  constructor(parts: Parts, ssrc: number, log: Logger) {
    this.#parts = parts;
    this.ssrc = ssrc;
    this.#log = log;
  }

  get state(): ConnectionState {
    return this.#parts.state.value;
  }

  /** libwebrtc measures the level itself, so `levelDbov` is not needed. */
  sendOpus(packet: Uint8Array, _levelDbov: number): void {
    if (this.#isReleased || this.state !== 'connected') return;
    const { decoder, source, channels } = this.#parts;
    const pcm = decoder.decode(packet);
    if (pcm === null) {
      this.#log.warn({ ssrc: this.ssrc, bytes: packet.length }, 'an Opus packet could not be decoded');
      return;
    }
    // Both halves at once: libwebrtc sends when it has 20 ms, so the playout clock paces it and no buffer can grow or drift.
    const half = pcm.length / 2;
    for (const samples of [pcm.slice(0, half), pcm.slice(half)])
      source.onData({ samples, sampleRate: 48_000, bitsPerSample: 16, channelCount: channels, numberOfFrames: 480 });
    this.#packetsSent += 1;
    this.#bytesSent += packet.length;
  }

  /** libwebrtc's timestamps follow the samples it is given; it has no way to leave some out. */
  skip(_frames: number): void {
    this.#log.trace({ ssrc: this.ssrc }, 'frames were skipped');
  }

  /** `bytesSent` counts what was given to the engine; what libwebrtc makes of it is not told. */
  stats(): ConnectionStats {
    return { packetsSent: this.#packetsSent, bytesSent: this.#bytesSent, lastRtcpAtMs: null };
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#parts.state.subscribe(listener);
  }

  async close(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#parts.state.set('closed');
    release(this.#parts);
  }
}
