/** How long a link may take, milliseconds. */
export interface EgressLimits {
  /** From the request to the connection, TLS included. Default 5,000. */
  readonly connectMs: number;
  /** From the request to the answer's headers. Default 10,000. */
  readonly headersMs: number;
  /** Between two pieces of the body. Default 15,000. */
  readonly idleMs: number;
  /** From the headers to the end of the body. Default 120,000. */
  readonly totalMs: number;
  /** A body of undeclared length is judged between these two moments (radio bursts at first, then flows in real time). Default 5,000. */
  readonly burstMs: number;
  /** Default 12,000. */
  readonly endlessMs: number;
}

/** What suits a person who waits for an answer. */
export const defaultEgressLimits: EgressLimits = {
  connectMs: 5_000,
  headersMs: 10_000,
  idleMs: 15_000,
  totalMs: 120_000,
  burstMs: 5_000,
  endlessMs: 12_000,
};

/** The fastest that live audio flows, bytes a second (about 512 kbit/s): a body that is no faster is taken for a broadcast. */
export const liveBytesPerSecond = 64_000;
