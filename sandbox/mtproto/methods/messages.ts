import { Api } from 'telegram/tl/index.js';
import type { Chat, Message } from '../../world/model.ts';
import { isInside } from '../../world/rights.ts';
import { type Method, method } from '../method.ts';
import { findChat, findOpenChat } from '../peers.ts';
import { RpcError } from '../rpc-error.ts';
import type { Services } from '../services.ts';
import { isChannel, toChat, toPeer } from '../tl/chats.ts';
import { toMessage } from '../tl/messages.ts';
import { toUsers } from '../tl/users.ts';

// Whatever is asked for, as with Telegram.
const maxPage = 100;

/** Reading chats and messages. */
export function createMessageMethods({ world }: Services): Method[] {
  /** The chats that a user is in, the one with the newest message first. */
  function chatsOf(viewer: number): Chat[] {
    const newest = (chat: Chat) => world.messages(chat.id).at(-1)?.date ?? 0;
    return world
      .chats()
      .filter((chat) => isInside(chat.members[viewer]) && chat.migratedTo === undefined)
      .sort((left, right) => newest(right) - newest(left));
  }

  /** The messages of these ids with their chat and senders; a hole is a messageEmpty. */
  function toMessages(chat: Chat, ids: readonly number[], viewer: number) {
    const found = ids.map((id) => world.message(chat.id, id));
    return {
      messages: ids.map((id, index) => toMessage(world, chat, id, found[index], viewer)),
      topics: [],
      chats: [toChat(world, chat, viewer)],
      users: toUsers(world, senders(found), viewer),
    };
  }

  return [
    // Newest first, in pages of at most 100: where access hashes come from after a start.
    method(Api.messages.GetDialogs, ({ limit, offsetDate, offsetPeer }, { userId }) => {
      const chats = chatsOf(userId);
      const tops = chats.map((chat) => lastMessage(world.messages(chat.id)));
      const after = isEmpty(offsetPeer) ? null : findChat(world, offsetPeer, userId);
      // The peer is the better mark: several chats may have their newest message in one second.
      const first =
        after === null
          ? chats.findIndex((_, index) => !offsetDate || (tops[index]?.date ?? 0) < offsetDate)
          : chats.indexOf(after) + 1;
      const page = first < 0 ? [] : chats.slice(first, first + Math.min(limit || maxPage, maxPage));
      const shown = page.map((chat, index) => ({ chat, top: tops[first + index] }));
      const answer = {
        dialogs: shown.map(({ chat, top }) => toDialog(chat, top)),
        messages: shown.flatMap(({ chat, top }) => (top ? [toMessage(world, chat, top.messageId, top, userId)] : [])),
        chats: page.filter((chat) => chat.type !== 'private').map((chat) => toChat(world, chat, userId)),
        users: toUsers(world, [userId, ...senders(shown.map(({ top }) => top))], userId),
      };
      return page.length === chats.length
        ? new Api.messages.Dialogs(answer)
        : new Api.messages.DialogsSlice({ ...answer, count: chats.length });
    }),
    // By id, in the order asked for; what is deleted or never was is a messageEmpty.
    method(Api.channels.GetMessages, ({ channel, id }, { userId }) => {
      const chat = findOpenChat(world, channel, userId);
      if (!isChannel(chat)) throw new RpcError(400, 'CHANNEL_INVALID');
      const found = toMessages(chat, id.map(numberOf), userId);
      return new Api.messages.ChannelMessages({ ...found, pts: 1, count: found.messages.length });
    }),
    method(Api.messages.GetMessages, ({ id }, { userId }) => {
      // Outside of channels ids are an account's own; here they are counted per chat, so the newest chat that has one is meant.
      const chats = chatsOf(userId).filter((chat) => !isChannel(chat));
      const parts = id.map(numberOf).map((messageId) => {
        const chat = chats.find((one) => world.message(one.id, messageId) !== undefined);
        return chat === undefined ? null : toMessages(chat, [messageId], userId);
      });
      return new Api.messages.Messages({
        messages: parts.flatMap((part, index) => part?.messages ?? [new Api.MessageEmpty({ id: numberOf(id[index]) })]),
        topics: [],
        chats: parts.flatMap((part) => part?.chats ?? []),
        users: parts.flatMap((part) => part?.users ?? []),
      });
    }),
    // From the newest back, or from before `offsetId`. Deleted messages are not in it.
    method(Api.messages.GetHistory, ({ peer, offsetId, limit }, { userId }) => {
      const chat = findOpenChat(world, peer, userId);
      const ids = world
        .messages(chat.id)
        .filter((message) => !message.deleted && (!offsetId || message.messageId < offsetId))
        .map((message) => message.messageId)
        .reverse();
      const found = toMessages(chat, ids.slice(0, Math.min(limit || maxPage, maxPage)), userId);
      return isChannel(chat)
        ? new Api.messages.ChannelMessages({ ...found, pts: 1, count: ids.length })
        : new Api.messages.MessagesSlice({ ...found, count: ids.length });
    }),
  ];
}

/** What a chat's line in the list shows. */
function lastMessage(messages: readonly Message[]): Message | undefined {
  return messages.findLast((message) => !message.deleted);
}

/** Whoever speaks in these messages comes along in the answer. */
function senders(messages: readonly (Message | undefined)[]): number[] {
  return messages.flatMap((message) => (message === undefined ? [] : [message.fromId]));
}

/** Nothing is ever unread here. */
function toDialog(chat: Chat, top: Message | undefined): Api.Dialog {
  return new Api.Dialog({
    peer: toPeer(chat),
    topMessage: top?.messageId ?? 0,
    readInboxMaxId: 0,
    readOutboxMaxId: 0,
    unreadCount: 0,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    unreadPollVotesCount: 0,
    notifySettings: new Api.PeerNotifySettings({}),
    pts: isChannel(chat) ? 1 : undefined,
  });
}

/** `inputPeerEmpty`: from the top. */
function isEmpty(peer: unknown): boolean {
  return peer instanceof Api.InputPeerEmpty;
}

/** The id that an input message names. */
function numberOf(input: unknown): number {
  if (typeof input === 'number') return input;
  if (input instanceof Api.InputMessageID) return input.id;
  throw new RpcError(400, 'MESSAGE_ID_INVALID');
}
