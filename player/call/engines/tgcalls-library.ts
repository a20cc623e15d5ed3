import type { TGCalls } from 'tgcalls';
import type { JoinPayload } from '../engine.ts';

/** Feeds PCM into a WebRTC track (`nonstandard.RTCAudioSource` of wrtc). */
export interface PcmSource {
  createTrack(): MediaTrack;
  /** One 10 ms frame: s16 interleaved; it is copied before the call returns. */
  onData(frame: PcmFrame): void;
}

/** The arguments of {@link PcmSource.onData}; 480 frames are 10 ms at 48 kHz. */
interface PcmFrame {
  readonly samples: Int16Array;
  readonly sampleRate: 48_000;
  readonly bitsPerSample: 16;
  readonly channelCount: 1 | 2;
  readonly numberOfFrames: 480;
}

/** A WebRTC track as far as it is used here. */
export interface MediaTrack {
  stop(): void;
}

/** The library's call, as far as it is used here. */
export type TgcallsCall = Omit<TGCalls<null>, 'start'> & { start(audio: MediaTrack, video: MediaTrack): Promise<void> };

/** What the engine uses of `tgcalls` and `wrtc`. */
export interface TgcallsLibrary {
  createCall(): TgcallsCall;
  createPcmSource(): PcmSource;
  /** The library throws without a video track. This one never carries a picture. */
  createVideoTrack(): MediaTrack;
  /** Sets the Opus parameters (SDP `fmtp`) that the call answered with `transport` gets, instead of the library's mono at 31 kbit/s. */
  setParameters(transport: object, parameters: string): void;
}

/** What `tgcalls` tells of our offer. */
export interface TgcallsOffer {
  readonly ufrag: string;
  readonly pwd: string;
  readonly hash: string;
  readonly fingerprint: string;
  /** Unsigned 32-bit. */
  readonly source: number;
}

/** What Telegram wants to know of our offer; the source becomes signed, as its client throws otherwise. */
export function toJoinPayload(offer: TgcallsOffer): JoinPayload {
  const { ufrag, pwd, hash, fingerprint, source } = offer;
  return { ufrag, pwd, fingerprints: [{ hash, fingerprint, setup: 'active' }], ssrc: source | 0, 'ssrc-groups': [] };
}

/** Parameters by the transport object that the library hands on to its SDP builder. */
const parametersOf = new WeakMap<object, string>();
const libraryParameters = 'useinbandfec=1; usedtx=1';
const patched = new WeakSet<object>();

/** Loads both packages; only now, since libwebrtc takes tens of megabytes that a player on the native engine does not need. */
export async function loadTgcalls(): Promise<TgcallsLibrary> {
  const [tgcalls, wrtc, builder] = await Promise.all([
    import('tgcalls'),
    import('wrtc'),
    import('tgcalls/lib/sdp-builder.js'),
  ]);
  if (!patched.has(builder.SdpBuilder)) endWithoutTeardown();
  patchBuilder(builder.SdpBuilder);
  const { RTCAudioSource, RTCVideoSource } = wrtc.default.nonstandard;
  return {
    createCall: () => new tgcalls.TGCalls(null),
    createPcmSource: () => new RTCAudioSource(),
    createVideoTrack: () => new RTCVideoSource().createTrack(),
    setParameters: (transport, parameters) => void parametersOf.set(transport, parameters),
  };
}

type Builder = typeof import('tgcalls/lib/sdp-builder.js').SdpBuilder;

/** The library has no option for the answer's Opus parameters: its builder's result is changed (FACTS.md "Calls"). Done once. */
function patchBuilder(builder: Builder): void {
  if (patched.has(builder)) return;
  patched.add(builder);
  const original = builder.fromConference;
  builder.fromConference = (conference) => {
    const parameters = parametersOf.get(conference.transport);
    const sdp = original(conference);
    return parameters === undefined ? sdp : sdp.replace(`minptime=10; ${libraryParameters}`, parameters);
  };
}

/**
 * A process that used wrtc crashes when Node takes itself apart: wrtc's finalizers run without a handle scope (node-webrtc issues 636, 651).
 * `process.exit` leaves that part out, so the natural end of the process is turned into one; the exit code stays.
 */
function endWithoutTeardown(): void {
  let isCrashing = false;
  process.once('uncaughtExceptionMonitor', () => {
    isCrashing = true;
  });
  process.once('exit', () => {
    // Node prints what it dies of only after this event.
    if (!isCrashing) process.exit();
  });
}
