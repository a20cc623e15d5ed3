import { type AppError, toAppError } from '../../../errors.ts';
import type { NextPacket, PacketSource } from '../../playout/packet-source.ts';

/**
 * A broadcast as packets. `seek` does nothing: there is no other place than now. `positionMs` counts what was heard. `error`: why it ended,
 * when it did not end by itself.
 */
export interface LiveSource extends PacketSource {
  readonly error: AppError | null;
}

/** What {@link createLiveSource} is made of. `stop` ends the packets' source. */
export interface LiveSourceOptions {
  readonly packets: AsyncIterable<Uint8Array>;
  readonly stop: () => void;
  /** At the start and after a gap this much is gathered before sound goes on, packets. Default 25 (500 ms). */
  readonly enough?: number;
  /** The most that is held, packets. Default 400 (8 s). */
  readonly most?: number;
}

const packetMs = 20;

/** Holds some seconds of a broadcast, so that neither a stuttering network nor a pause in the chat is heard at once. */
export function createLiveSource({ packets, stop, enough = 25, most = 400 }: LiveSourceOptions) {
  const held: Uint8Array[] = [];
  const gathered = Promise.withResolvers<void>();
  let room = Promise.withResolvers<void>();
  let isGathering = true;
  let isOver = false;
  let isClosed = false;
  let error: AppError | null = null;
  let given = 0;

  async function waitForRoom(): Promise<void> {
    while (held.length >= most && !isClosed) {
      room = Promise.withResolvers();
      await room.promise;
    }
  }

  async function gather(): Promise<void> {
    try {
      for await (const packet of packets) {
        held.push(packet);
        if (held.length >= enough) isGathering = false;
        if (!isGathering) gathered.resolve();
        await waitForRoom();
        if (isClosed) return;
      }
    } catch (cause) {
      if (!isClosed) error = toAppError(cause, 'source-failed');
    } finally {
      isOver = true;
      isGathering = false;
      gathered.resolve();
    }
  }

  const gathering = gather();
  const source: LiveSource = {
    get positionMs() {
      return given * packetMs;
    },
    get error() {
      return error;
    },
    next(): NextPacket {
      const packet = isGathering ? undefined : held.shift();
      if (packet === undefined) {
        if (isOver) return 'end';
        isGathering = true;
        return 'late';
      }
      given += 1;
      // A burst at a time: waking the programs for every packet costs more than it brings.
      if (held.length < most / 2) room.resolve();
      return packet;
    },
    seek: async () => undefined,
    async close() {
      isClosed = true;
      stop();
      room.resolve();
      await gathering;
    },
  };
  /** `ready`: there is enough to begin with, or it is over. */
  return { source, ready: gathered.promise };
}
