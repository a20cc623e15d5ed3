import type { BigInteger } from 'big-integer';
import { Api } from 'telegram/tl/index.js';
import type { Chat, GroupCall, User } from '../world/model.ts';
import { hasRight, isInside } from '../world/rights.ts';
import type { World } from '../world/world.ts';
import { RpcError } from './rpc-error.ts';
import { isChannel, markChannel } from './tl/chats.ts';

/**
 * The chat that an input peer or input channel names. Whether the caller is in it is not asked.
 * @throws RpcError CHANNEL_INVALID when there is no such channel or the access hash is not the caller's; CHAT_ID_INVALID,
 * PEER_ID_INVALID alike.
 */
export function findChat(world: World, peer: unknown, viewer: number): Chat {
  if (peer instanceof Api.InputPeerChannel || peer instanceof Api.InputChannel) {
    const chat = world.chat(markChannel(peer.channelId.toJSNumber()));
    const isKnown = chat !== undefined && isHash(world, viewer, { type: 'chat', id: chat.id }, peer.accessHash);
    if (chat === undefined || !isKnown) throw new RpcError(400, 'CHANNEL_INVALID');
    return chat;
  }
  if (peer instanceof Api.InputPeerChat) return findGroup(world, peer.chatId);
  if (peer instanceof Api.InputPeerUser || peer instanceof Api.InputPeerSelf) {
    const chat = world.chat(findUser(world, peer, viewer).id);
    if (chat?.type === 'private') return chat;
  }
  throw new RpcError(400, 'PEER_ID_INVALID');
}

/** The group of that bare id; groups have no access hashes. @throws RpcError CHAT_ID_INVALID */
export function findGroup(world: World, chatId: BigInteger): Chat {
  const chat = world.chat(-chatId.toJSNumber());
  if (chat === undefined || isChannel(chat)) throw new RpcError(400, 'CHAT_ID_INVALID');
  return chat;
}

/**
 * As {@link findChat}, for what only those inside may see or do; a public chat is open to all.
 * @throws RpcError CHANNEL_PRIVATE, or PEER_ID_INVALID for a group.
 */
export function findOpenChat(world: World, peer: unknown, viewer: number): Chat {
  const chat = findChat(world, peer, viewer);
  const member = chat.members[viewer];
  const isPublic = chat.username !== undefined && member?.status !== 'kicked';
  if (isInside(member) || isPublic || chat.type === 'private') return chat;
  throw new RpcError(400, isChannel(chat) ? 'CHANNEL_PRIVATE' : 'PEER_ID_INVALID');
}

/** The user that an input user or peer names. @throws RpcError USER_ID_INVALID, also for another account's access hash. */
export function findUser(world: World, peer: unknown, viewer: number): User {
  const isSelf = peer instanceof Api.InputUserSelf || peer instanceof Api.InputPeerSelf;
  const isNamed = peer instanceof Api.InputUser || peer instanceof Api.InputPeerUser;
  const id = isSelf ? viewer : isNamed ? peer.userId.toJSNumber() : 0;
  const user = world.user(id);
  const isKnown = isSelf || (isNamed && isHash(world, viewer, { type: 'user', id }, peer.accessHash));
  if (user === undefined || !isKnown) throw new RpcError(400, 'USER_ID_INVALID');
  return user;
}

/**
 * The call that is meant, scheduled or active.
 * @throws RpcError GROUPCALL_INVALID when unknown, GROUPCALL_FORBIDDEN when it is over or the caller is not in its chat.
 */
export function findCall(world: World, input: unknown, viewer: number): GroupCall {
  const call = input instanceof Api.InputGroupCall ? world.call(input.id.toString()) : undefined;
  const isKnown = input instanceof Api.InputGroupCall && input.accessHash.toString() === call?.accessHash;
  if (call === undefined || !isKnown) throw new RpcError(400, 'GROUPCALL_INVALID');
  const isHere = isInside(world.chat(call.chatId)?.members[viewer]);
  if (call.state === 'discarded' || !isHere) throw new RpcError(403, 'GROUPCALL_FORBIDDEN');
  return call;
}

/** @throws RpcError CHAT_ADMIN_REQUIRED unless the user may manage video chats there. */
export function requireCallRight(chat: Chat | undefined, userId: number): void {
  if (chat === undefined || !hasRight(chat, userId, 'canManageVideoChats'))
    throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
}

/** Whether this hash is the one that this viewer was given for that peer. */
function isHash(
  world: World,
  viewer: number,
  peer: { readonly type: 'user' | 'chat'; readonly id: number },
  given: BigInteger,
): boolean {
  return given.toString() === world.accessHash(viewer, peer);
}
