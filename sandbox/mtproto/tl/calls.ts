import { Api } from 'telegram/tl/index.js';
import type { GroupCall, Participant } from '../../world/model.ts';
import { hasRight } from '../../world/rights.ts';
import type { World } from '../../world/world.ts';
import { long } from '../wire/bytes.ts';
import { toPeer } from './chats.ts';

/** What an update says has happened to a participant. */
export type ParticipantChange = 'joined' | 'left' | 'changed';

/** How methods and updates refer to a call. */
export function toInputCall(call: GroupCall): Api.InputGroupCall {
  return new Api.InputGroupCall({ id: long(call.id), accessHash: long(call.accessHash) });
}

/** A call as `viewer` sees it; a discarded one with its length in seconds. */
export function toGroupCall(world: World, call: GroupCall, viewer: number): Api.TypeGroupCall {
  const named = { id: long(call.id), accessHash: long(call.accessHash) };
  const nowSec = Math.floor(world.nowMs() / 1000);
  if (call.state === 'discarded') return new Api.GroupCallDiscarded({ ...named, duration: nowSec - call.startedAt });
  const chat = world.chat(call.chatId);
  return new Api.GroupCall({
    ...named,
    participantsCount: call.participants.size,
    title: call.title,
    joinMuted: call.joinMuted,
    canChangeJoinMuted: chat !== undefined && hasRight(chat, viewer, 'canManageVideoChats'),
    unmutedVideoLimit: 30,
    version: call.version,
    // A scheduled call never starts by itself: a day ahead is as good as any date.
    scheduleDate: call.state === 'scheduled' ? call.startedAt + 86_400 : undefined,
  });
}

/**
 * A participant as `viewer` sees them. `change` is what happened, for an update; null in a list.
 * `canSelfUnmute` is there only together with `muted`.
 */
export function toParticipant(
  participant: Participant,
  viewer: number,
  change: ParticipantChange | null = null,
): Api.GroupCallParticipant {
  return new Api.GroupCallParticipant({
    peer: new Api.PeerUser({ userId: long(participant.userId) }),
    date: participant.date,
    source: participant.source,
    muted: participant.muted,
    canSelfUnmute: participant.muted && participant.canSelfUnmute,
    volume: participant.volume,
    self: participant.userId === viewer,
    justJoined: change === 'joined',
    left: change === 'left',
    versioned: change !== null,
  });
}

/** The update that tells of one participant, at the version the call has after it. */
export function toParticipantsUpdate(
  call: GroupCall,
  participant: Participant,
  change: ParticipantChange,
  version: number,
  viewer: number,
): Api.UpdateGroupCallParticipants {
  return new Api.UpdateGroupCallParticipants({
    call: toInputCall(call),
    participants: [toParticipant(participant, viewer, change)],
    version,
  });
}

/** The update that tells of the call itself: started, changed, discarded. */
export function toCallUpdate(world: World, call: GroupCall, viewer: number): Api.UpdateGroupCall {
  const chat = world.chat(call.chatId);
  return new Api.UpdateGroupCall({
    call: toGroupCall(world, call, viewer),
    peer: chat === undefined ? undefined : toPeer(chat),
  });
}
