/** Why a client was cut off: it reads too slowly, does not answer, breaks the protocol, or the rights it had are gone. */
export type DropCause = 'slow' | 'silent' | 'protocol' | 'forbidden';

/** Counts WebSocket clients. */
export interface SocketMeter {
  /** How many are connected from now on. */
  setClients(count: number): void;
  dropped(cause: DropCause): void;
}
