/** The `params` of phone.joinGroupCall (TELEGRAM-CALLS.md, "Joining: media"). */
export interface JoinPayload {
  readonly ufrag: string;
  readonly pwd: string;
  readonly fingerprints: readonly { readonly hash: string; readonly fingerprint: string; readonly setup: 'active' }[];
  /** RTP source as Telegram's signed 32-bit number; not 0. The native engine's is always positive. */
  readonly ssrc: number;
  readonly 'ssrc-groups': readonly [];
}

/** One ICE candidate of Telegram's media server: every field is a string. */
export interface TransportCandidate {
  readonly foundation: string;
  readonly component: string;
  readonly protocol: string;
  readonly priority: string;
  readonly ip: string;
  readonly port: string;
  readonly type: string;
  readonly generation: string;
}

/** `transport` of the answer (`params` of updateGroupCallConnection). */
export interface Transport {
  readonly ufrag: string;
  readonly pwd: string;
  readonly fingerprints: readonly { readonly hash: string; readonly fingerprint: string; readonly setup: string }[];
  readonly candidates: readonly TransportCandidate[];
}

export type ConnectionState = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

/** Figures of a connection since it was made. */
export interface ConnectionStats {
  readonly packetsSent: number;
  readonly bytesSent: number;
  /** Monotonic ms (`performance.now`) of the last RTCP from the server; null when none came or the engine cannot tell. */
  readonly lastRtcpAtMs: number | null;
}

/** A joined call's media connection. Whoever connected it closes it. */
export interface CallConnection {
  readonly engine: 'native' | 'tgcalls';
  readonly ssrc: number;
  readonly state: ConnectionState;
  /**
   * Sends one 20 ms Opus packet (48 kHz; 960 samples); called by the playout clock every 20 ms. Dropped silently unless connected.
   * `levelDbov`: 0…127, RFC 6464 audio level (20–30 while playing).
   */
  sendOpus(packet: Uint8Array, levelDbov: number): void;
  /** Media time goes on by `frames` × 20 ms in which nothing is sent (the process stood still), so that it stays with real time. */
  skip(frames: number): void;
  stats(): ConnectionStats;
  /** Told at every change of `state`. Returns the unsubscribe. */
  onState(listener: (state: ConnectionState) => void): () => void;
  close(): Promise<void>;
}

/** What an engine needs to join: it makes the payload, `negotiate` carries it to Telegram and brings the transport back. */
export interface ConnectOptions {
  readonly negotiate: (payload: JoinPayload) => Promise<Transport>;
  readonly channels: 1 | 2;
  readonly bitrateKbps: number;
  readonly signal: AbortSignal;
}

/** A way to send sound into a group call. */
export interface CallEngine {
  readonly kind: 'native' | 'tgcalls';
  /**
   * Resolves as soon as negotiation is done, in state `connecting`; `connected` follows by `onState` (60–1,400 ms).
   * @throws whatever `negotiate` throws; AppError `engine-failed`.
   */
  connect(options: ConnectOptions): Promise<CallConnection>;
}
