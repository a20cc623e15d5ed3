import { Api } from 'telegram/tl/index.js';
import type { Chat } from '../../world/model.ts';
import { isInside } from '../../world/rights.ts';
import { type Method, method } from '../method.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { toChat } from '../tl/chats.ts';
import { long } from '../wire/bytes.ts';

/** Invite links from the side of the one who was invited. */
export function createInviteMethods({ world, pushes }: Services): Method[] {
  /** @throws RpcError INVITE_HASH_EXPIRED also when the link was revoked, used up or never existed. */
  function openDoor(hash: string): { readonly chat: Chat; readonly needsApproval: boolean } {
    const invite = world.findInvite(hash);
    const chat = invite && world.chat(invite.chatId);
    if (invite === undefined || chat === undefined || !world.isInviteOpen(invite))
      throw new RpcError(400, 'INVITE_HASH_EXPIRED');
    return { chat, needsApproval: invite.createsJoinRequest };
  }

  return [
    // What a link leads to, without using it. Error: INVITE_HASH_EXPIRED.
    method(Api.messages.CheckChatInvite, ({ hash }, { userId }) => {
      const { chat, needsApproval } = openDoor(hash);
      if (isInside(chat.members[userId])) return new Api.ChatInviteAlready({ chat: toChat(world, chat, userId) });
      return new Api.ChatInvite({
        title: chat.title ?? '',
        photo: new Api.PhotoEmpty({ id: long(0) }),
        participantsCount: world.members(chat.id).length,
        color: 0,
        channel: chat.type !== 'group',
        megagroup: chat.type === 'supergroup',
        broadcast: chat.type === 'channel',
        public: chat.username !== undefined,
        requestNeeded: needsApproval,
      });
    }),
    // Uses a link. That one is in already, or has to be approved first, are errors too, as with Telegram.
    method(Api.messages.ImportChatInvite, ({ hash }, { userId, connectionId }) => {
      const { result, updates } = pushes.capture(connectionId, () => world.useInvite(hash, userId));
      switch (result.type) {
        case 'joined':
          return new Api.messages.ChatInviteJoinResultOk({
            updates: pushes.envelop(userId, updates, { chats: [result.chat] }),
          });
        case 'already-in':
          throw new RpcError(400, 'USER_ALREADY_PARTICIPANT');
        case 'requested':
          throw new RpcError(400, 'INVITE_REQUEST_SENT');
        case 'banned':
        case 'expired':
          throw new RpcError(400, 'INVITE_HASH_EXPIRED');
      }
    }),
  ];
}
