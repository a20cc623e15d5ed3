import type { Api } from 'telegram';
import { markedId } from './marked-id.ts';

/** Somebody in a group call (https://core.telegram.org/constructor/groupCallParticipant). */
export interface CallParticipant {
  /** Marked id: of a user, or of a chat or channel that somebody joined as. */
  readonly peerId: number;
  /** RTP source, signed 32-bit. */
  readonly source: number;
  /** The account that asks. */
  readonly isSelf: boolean;
  /** By themselves, or by an administrator. */
  readonly isMuted: boolean;
  /** With `isMuted`: false means that an administrator muted them. */
  readonly canSelfUnmute: boolean;
  /** They are out: the last that is heard of them. */
  readonly hasLeft: boolean;
  /** They came with this change; false in lists. */
  readonly hasJustJoined: boolean;
  /** The change counts up the call's version even though nobody came or left. */
  readonly isVersioned: boolean;
  /** 1–20,000, 10,000 being what they send; null: not told, which means that, too. */
  readonly volume: number | null;
}

/** From MTProto to ours. */
export function toCallParticipant(participant: Api.TypeGroupCallParticipant): CallParticipant {
  return {
    peerId: markedId(participant.peer),
    source: participant.source,
    isSelf: participant.self === true,
    isMuted: participant.muted === true,
    canSelfUnmute: participant.canSelfUnmute === true,
    hasLeft: participant.left === true,
    hasJustJoined: participant.justJoined === true,
    isVersioned: participant.versioned === true,
    volume: participant.volume ?? null,
  };
}
