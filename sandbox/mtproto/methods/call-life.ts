import { Api } from 'telegram/tl/index.js';
import { isInside } from '../../world/rights.ts';
import { type Method, method } from '../method.ts';
import { findCall, findChat, requireCallRight } from '../peers.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { isChannel } from '../tl/chats.ts';
import { toUsers } from '../tl/users.ts';
import { long } from '../wire/bytes.ts';

/** Creating, changing and ending group calls. */
export function createCallLifeMethods({ world, pushes }: Services): Method[] {
  return [
    // Errors: CHAT_ADMIN_REQUIRED, CHANNEL_PRIVATE, PEER_ID_INVALID, and GROUPCALL_ALREADY_STARTED while one is open.
    method(Api.phone.CreateGroupCall, ({ peer, title, scheduleDate }, { userId, connectionId }) => {
      const chat = findChat(world, peer, userId);
      if (chat.type === 'private') throw new RpcError(400, 'PEER_ID_INVALID');
      if (!isInside(chat.members[userId]))
        throw new RpcError(400, isChannel(chat) ? 'CHANNEL_PRIVATE' : 'PEER_ID_INVALID');
      requireCallRight(chat, userId);
      if (chat.migratedTo !== undefined) throw new RpcError(400, 'PEER_ID_INVALID');
      if (world.activeCall(chat.id) !== undefined) throw new RpcError(400, 'GROUPCALL_ALREADY_STARTED');
      const options = { scheduled: Boolean(scheduleDate), ...(title ? { title } : {}) };
      const { updates } = pushes.capture(connectionId, () => world.startCall(chat.id, userId, options));
      return pushes.envelop(userId, updates, { chats: [chat], userIds: [userId] });
    }),
    // Somebody has to: a scheduled call never starts by itself.
    method(Api.phone.StartScheduledGroupCall, ({ call: input }, { userId, connectionId }) => {
      const call = findCall(world, input, userId);
      const chat = world.chat(call.chatId);
      requireCallRight(chat, userId);
      if (call.state === 'active') throw new RpcError(403, 'GROUPCALL_ALREADY_STARTED');
      const { updates } = pushes.capture(connectionId, () => world.startCall(call.chatId, userId));
      return pushes.envelop(userId, updates, { chats: chat === undefined ? [] : [chat] });
    }),
    // Told to all members by updateGroupCall. Error: CHAT_ADMIN_REQUIRED.
    method(Api.phone.EditGroupCallTitle, ({ call: input, title }, { userId, connectionId }) => {
      const call = findCall(world, input, userId);
      requireCallRight(world.chat(call.chatId), userId);
      const { updates } = pushes.capture(connectionId, () => world.setCallTitle(call.id, title));
      return pushes.envelop(userId, updates, {});
    }),
    // Whether newcomers are muted. Errors: CHAT_ADMIN_REQUIRED, GROUPCALL_NOT_MODIFIED.
    method(Api.phone.ToggleGroupCallSettings, ({ call: input, joinMuted }, { userId, connectionId }) => {
      const call = findCall(world, input, userId);
      requireCallRight(world.chat(call.chatId), userId);
      // Absent flags are read as null.
      const wanted = joinMuted ?? call.joinMuted ?? false;
      if (wanted === (call.joinMuted ?? false)) throw new RpcError(400, 'GROUPCALL_NOT_MODIFIED');
      call.joinMuted = wanted;
      const { updates } = pushes.capture(connectionId, () => world.events.emit('callChanged', call));
      return pushes.envelop(userId, updates, {});
    }),
    // Ends the call for everybody; its id is FORBIDDEN from then on. Error: CHAT_ADMIN_REQUIRED.
    method(Api.phone.DiscardGroupCall, ({ call: input }, { userId, connectionId }) => {
      const call = findCall(world, input, userId);
      requireCallRight(world.chat(call.chatId), userId);
      const { updates } = pushes.capture(connectionId, () => world.discardCall(call.id, userId));
      return pushes.envelop(userId, updates, {});
    }),
    // An account here has no channels that it could speak as.
    method(Api.phone.GetGroupCallJoinAs, ({ peer }, { userId }) => {
      findChat(world, peer, userId);
      const self = new Api.PeerUser({ userId: long(userId) });
      return new Api.phone.JoinAsPeers({ peers: [self], chats: [], users: toUsers(world, [userId], userId) });
    }),
  ];
}
