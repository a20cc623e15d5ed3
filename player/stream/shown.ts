import type { Playback, QueueItem } from '../../storage/model.ts';

/** What a stream's deck was last told to play, and which part of what Redis says that is. */
export interface Shown {
  /** The deck's playing; null: the item waits, as the stream is stalled. */
  readonly token: string | null;
  readonly generation: number;
  /** null: the placeholder. */
  readonly item: QueueItem | null;
  /** The last seek that was begun, and the last that was carried out. */
  readonly seekBegun: number;
  readonly seekDone: number;
  readonly sessionId: string;
  /** It had played before: this player goes on where another, or an earlier session, stopped. */
  readonly isResumed: boolean;
  /** Its start was told. */
  readonly isStarted: boolean;
}

/** What is shown once the deck plays `playback` under `token`. */
export function toShown(playback: Playback, token: string | null, before: Shown | null): Shown {
  const { generation, current, seekSerial, sessionId, positionMs } = playback;
  const isSame = before !== null && before.generation === generation;
  return {
    token,
    generation,
    item: current,
    seekBegun: seekSerial,
    seekDone: seekSerial,
    sessionId: sessionId ?? before?.sessionId ?? '',
    isResumed: isSame ? before.isResumed : positionMs > 0,
    isStarted: isSame && before.isStarted,
  };
}
