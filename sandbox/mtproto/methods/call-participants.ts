import { Api } from 'telegram/tl/index.js';
import type { ParticipantPatch } from '../../world/calls.ts';
import type { GroupCall, Participant } from '../../world/model.ts';
import { hasRight } from '../../world/rights.ts';
import { type Method, method } from '../method.ts';
import { findCall, findUser } from '../peers.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toGroupCall, toParticipant } from '../tl/calls.ts';
import { toUsers } from '../tl/users.ts';

// Whatever is asked for, as with Telegram.
const maxPage = 100;
// 10,000 is 100 %.
const maxVolume = 20_000;

/** Listing the participants of a call, and changing them. */
export function createCallParticipantMethods({ world, pushes }: Services): Method[] {
  /** One page, from an offset that a page before gave; `next` is empty after the last. */
  function pageOf(all: readonly Participant[], offset: string, limit: number, viewer: number) {
    const start = Number(offset) || 0;
    const page = all.slice(start, start + Math.min(Math.max(limit, 1), maxPage));
    const end = start + page.length;
    return {
      participants: page.map((participant) => toParticipant(participant, viewer)),
      next: end < all.length ? String(end) : '',
      users: toUsers(
        world,
        page.map(({ userId }) => userId),
        viewer,
      ),
    };
  }

  return [
    // The call and its first participants, at most 100: what clients read again after a gap in the versions.
    method(Api.phone.GetGroupCall, ({ call: input, limit }, { userId }) => {
      const call = findCall(world, input, userId);
      const { participants, next, users } = pageOf([...call.participants.values()], '', limit, userId);
      const shown = toGroupCall(world, call, userId);
      return new Api.phone.GroupCall({ call: shown, participants, participantsNextOffset: next, chats: [], users });
    }),
    // All of them page by page, or some by id or source; `count` and `version` are always the whole call's.
    method(Api.phone.GetGroupParticipants, ({ call: input, ids, sources, offset, limit }, { userId }) => {
      const call = findCall(world, input, userId);
      const wantedIds = new Set(ids.map((id) => findUser(world, id, userId).id));
      const isAll = wantedIds.size === 0 && sources.length === 0;
      const wanted = [...call.participants.values()].filter(
        (one) => isAll || wantedIds.has(one.userId) || sources.includes(one.source),
      );
      const { participants, next, users } = pageOf(wanted, offset, limit, userId);
      const { size: count } = call.participants;
      const { version } = call;
      return new Api.phone.GroupParticipants({ count, participants, nextOffset: next, chats: [], users, version });
    }),
    // Errors: PARTICIPANT_JOIN_MISSING, USER_VOLUME_INVALID, GROUPCALL_FORBIDDEN (not ours to change, or muted by an admin).
    method(Api.phone.EditGroupCallParticipant, (query, { userId, connectionId }) => {
      const call = findCall(world, query.call, userId);
      const target = call.participants.get(findUser(world, query.participant, userId).id);
      if (target === undefined) throw new RpcError(403, 'PARTICIPANT_JOIN_MISSING');
      const patch = toPatch(call, target, query, userId);
      const { updates } = pushes.capture(connectionId, () => world.changeParticipant(call.id, target.userId, patch));
      return pushes.envelop(userId, updates, { userIds: [target.userId] });
    }),
  ];

  /** What the caller may change of the target. @throws RpcError USER_VOLUME_INVALID, GROUPCALL_FORBIDDEN */
  function toPatch(
    call: GroupCall,
    target: Participant,
    { muted, volume }: { readonly muted?: boolean | null; readonly volume?: number | null },
    userId: number,
  ): ParticipantPatch {
    const chat = world.chat(call.chatId);
    const mayManage = chat !== undefined && hasRight(chat, userId, 'canManageVideoChats');
    const isSelf = target.userId === userId;
    if (volume !== undefined && volume !== null && (volume < 1 || volume > maxVolume))
      throw new RpcError(400, 'USER_VOLUME_INVALID');
    if (!isSelf && !mayManage) throw new RpcError(403, 'GROUPCALL_FORBIDDEN');
    return { ...(volume ? { volume } : {}), ...mutePatch(target, muted ?? null, isSelf) };
  }
}

/** Own mute and unmute are free unless an admin muted; an admin mutes for good, and his release only allows to unmute. */
function mutePatch(target: Participant, muted: boolean | null, isSelf: boolean): ParticipantPatch {
  if (muted === null) return {};
  if (!isSelf) return muted ? { muted: true, canSelfUnmute: false } : { canSelfUnmute: true };
  if (!muted && target.muted && !target.canSelfUnmute) throw new RpcError(403, 'GROUPCALL_FORBIDDEN');
  return { muted };
}
