import { Api } from 'telegram/tl/index.js';
import { isInside } from '../../world/rights.ts';
import { type Method, method } from '../method.ts';
import { findChat, findGroup, findOpenChat, findUser } from '../peers.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { isChannel, toChannelParticipant, toChat, toChatFull } from '../tl/chats.ts';
import { toUsers } from '../tl/users.ts';

/** Looking at chats, and joining and leaving public ones. */
export function createChatMethods({ world, pushes }: Services): Method[] {
  return [
    // Errors: CHANNEL_INVALID (unknown, or another account's hash), CHANNEL_PRIVATE (not in it, and not public).
    method(Api.channels.GetChannels, ({ id }, { userId }) => {
      const chats = id.map((input) => {
        const chat = findChat(world, input, userId);
        // Who was kicked is shown a forbidden chat; any other stranger is refused.
        return chat.members[userId]?.status === 'kicked' ? chat : findOpenChat(world, input, userId);
      });
      return new Api.messages.Chats({ chats: chats.map((chat) => toChat(world, chat, userId)) });
    }),
    // Groups only, without access hashes; those that one was never in are left out. Error: CHAT_ID_INVALID.
    method(Api.messages.GetChats, ({ id }, { userId }) => {
      const chats = id.map((chatId) => findGroup(world, chatId)).filter((chat) => chat.members[userId] !== undefined);
      return new Api.messages.Chats({ chats: chats.map((chat) => toChat(world, chat, userId)) });
    }),
    // Tells the open call, active or scheduled. Errors: CHANNEL_INVALID, CHANNEL_PRIVATE.
    method(Api.channels.GetFullChannel, ({ channel }, { userId }) =>
      toChatFull(world, findOpenChat(world, channel, userId), userId),
    ),
    // The same for a group. Errors: CHAT_ID_INVALID, PEER_ID_INVALID.
    method(Api.messages.GetFullChat, ({ chatId }, { userId }) => {
      const chat = findGroup(world, chatId);
      if (!isInside(chat.members[userId])) throw new RpcError(400, 'PEER_ID_INVALID');
      return toChatFull(world, chat, userId);
    }),
    // Somebody's status and rights. Errors: USER_ID_INVALID, USER_NOT_PARTICIPANT.
    method(Api.channels.GetParticipant, ({ channel, participant }, { userId }) => {
      const chat = findOpenChat(world, channel, userId);
      const member = chat.members[findUser(world, participant, userId).id];
      if (member === undefined || member.status === 'left') throw new RpcError(400, 'USER_NOT_PARTICIPANT');
      return new Api.channels.ChannelParticipant({
        participant: toChannelParticipant(chat, member, userId),
        chats: [toChat(world, chat, userId)],
        users: toUsers(world, [member.userId], userId),
      });
    }),
    // For public chats; private ones need an invite. Errors: CHANNEL_PRIVATE, USER_ALREADY_PARTICIPANT.
    method(Api.channels.JoinChannel, ({ channel }, { userId, connectionId }) => {
      const chat = findOpenChat(world, channel, userId);
      if (isInside(chat.members[userId])) throw new RpcError(400, 'USER_ALREADY_PARTICIPANT');
      const { updates } = pushes.capture(connectionId, () =>
        world.setMember(chat.id, userId, { status: 'member' }, userId),
      );
      return new Api.messages.ChatInviteJoinResultOk({ updates: pushes.envelop(userId, updates, { chats: [chat] }) });
    }),
    // Who leaves the chat leaves its call too. Errors: USER_NOT_PARTICIPANT, USER_CREATOR.
    method(Api.channels.LeaveChannel, ({ channel }, { userId, connectionId }) => {
      const chat = findChat(world, channel, userId);
      if (!isChannel(chat) || !isInside(chat.members[userId])) throw new RpcError(400, 'USER_NOT_PARTICIPANT');
      if (chat.members[userId]?.status === 'creator') throw new RpcError(400, 'USER_CREATOR');
      const { updates } = pushes.capture(connectionId, () =>
        world.setMember(chat.id, userId, { status: 'left' }, userId),
      );
      return pushes.envelop(userId, updates, { chats: [chat] });
    }),
  ];
}
