/** What the MTProto side hands over at a join: the parsed `params` of phone.joinGroupCall. */
export interface JoinPayload {
  readonly ufrag: string;
  readonly pwd: string;
  readonly fingerprints: readonly { readonly hash: string; readonly fingerprint: string; readonly setup: string }[];
  /** Signed 32-bit. */
  readonly ssrc: number;
}

/** The object that goes back as `params` of updateGroupCallConnection (every candidate field a string). */
export interface TransportAnswer {
  readonly transport: Readonly<Record<string, unknown>>;
  readonly audio: Readonly<Record<string, unknown>>;
}

/** Result of GET /control/calls/:chatId/rtp. */
export interface RtpReport {
  readonly packets: number;
  readonly lost: number;
  readonly gapsMs: readonly number[];
  readonly interArrivalMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly payloadType: number;
  readonly ssrcs: readonly number[];
  readonly audioLevelExt: boolean;
}

/** The group calls' media server: WebRTC in from those who joined over MTProto, WebRTC out to the page's listeners. */
export interface MediaServer {
  /** Answers a join; a second join of the same user replaces the first. */
  join(callId: string, userId: number, payload: JoinPayload): Promise<TransportAnswer>;
  leave(callId: string, userId: number): void;
  closeCall(callId: string): void;
  /** A browser that only listens: ordinary SDP offer in, answer out. The listener closes with the peer connection or `close`. */
  listen(callId: string, offerSdp: string): Promise<{ readonly sdp: string; close(): void }>;
  /** How loud listeners hear that user, 1 being what they send; until it is set again. Browsers' listeners do that themselves. */
  setGain(callId: string, userId: number, gain: number): void;
  /** RTP packets accepted in this call so far. */
  packets(callId: string): number;
  /** Whether media of that user arrived within the last second. */
  isReceiving(callId: string, userId: number): boolean;
  /** What a listener hears from now on, as a WAV file (s16le, 48 kHz, 2 channels); lost packets are silence. */
  recordWav(callId: string, seconds: number): Promise<Buffer>;
  /** Statistics of the forwarded RTP from now on. */
  measureRtp(callId: string, seconds: number): Promise<RtpReport>;
  /** Deaf: packets are dropped and no RTCP goes back (fault `media-drop`). */
  setDeaf(callId: string | null, isDeaf: boolean): void;
  close(): Promise<void>;
}
