import type { WebSocket } from 'ws';

/** What is on its way to one client. */
export interface Outbox {
  /** Sends bytes as a text message, after all that was sent before. false: the client is too far behind. */
  send(frame: Buffer): boolean;
  /** Sends what the client asked for, however much: as fast as it reads, and not counted as being behind. */
  sendAll(frames: readonly Buffer[]): void;
}

/** The socket's part of an outbox. */
export type OutboxSocket = Pick<WebSocket, 'send' | 'bufferedAmount'>;

/** A client that is further behind than this is dropped, bytes. */
const behindLimitBytes = 1_024 * 1_024;
/** More than this is not given to the socket at once: the rest waits here, where it is shared with the other clients. */
const highWaterBytes = 256 * 1_024;

/** Creates it. `limitBytes`: how far a client may be behind, default 1 MB (2²⁰ bytes). */
export function createOutbox(socket: OutboxSocket, limitBytes = behindLimitBytes): Outbox {
  const waiting: { readonly frame: Buffer; readonly countedBytes: number }[] = [];
  /** Of what waits, that which the client did not ask for. */
  let behindBytes = 0;
  /** The socket has enough: it says when that is written. */
  let isFull = false;

  const give = (frame: Buffer) => {
    if (socket.bufferedAmount < highWaterBytes) return socket.send(frame, { binary: false });
    isFull = true;
    return socket.send(frame, { binary: false }, (error) => {
      isFull = false;
      // The socket closes with it.
      if (error) waiting.length = 0;
      pump();
    });
  };
  const pump = () => {
    while (!isFull) {
      const next = waiting.shift();
      if (next === undefined) return;
      behindBytes -= next.countedBytes;
      give(next.frame);
    }
  };

  return {
    send(frame) {
      if (waiting.length === 0 && !isFull) give(frame);
      else {
        waiting.push({ frame, countedBytes: frame.length });
        behindBytes += frame.length;
      }
      return behindBytes + Math.min(socket.bufferedAmount, highWaterBytes) <= limitBytes;
    },
    sendAll(frames) {
      for (const frame of frames) waiting.push({ frame, countedBytes: 0 });
      pump();
    },
  };
}
