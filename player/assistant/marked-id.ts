import bigInt, { type BigInteger } from 'big-integer';
import { Api } from 'telegram';

/**
 * Marked ids of supergroups and channels lie below −10¹²: `-100…` in decimal (https://core.telegram.org/api/bots/ids).
 */
const channelBase = 1_000_000_000_000;

/**
 * A peer's marked Bot API id: a user's own, a basic group's negated, a supergroup's or channel's with −100 before it.
 */
export function markedId(peer: Api.TypePeer): number {
  if (peer instanceof Api.PeerUser) return Number(peer.userId);
  if (peer instanceof Api.PeerChat) return -Number(peer.chatId);
  return -channelBase - Number(peer.channelId);
}

/** The marked id of a supergroup or channel from its bare MTProto id. */
export function markedChannelId(channelId: BigInteger): number {
  return -channelBase - Number(channelId);
}

/** The marked id of a basic group from its bare MTProto id. */
export function markedChatId(chatId: BigInteger): number {
  return -Number(chatId);
}

/** What a marked id names, with its bare MTProto id. */
export function parseMarkedId(id: number): { readonly type: 'user' | 'chat' | 'channel'; readonly bareId: BigInteger } {
  if (id >= 0) return { type: 'user', bareId: bigInt(id) };
  if (id < -channelBase) return { type: 'channel', bareId: bigInt(-id - channelBase) };
  return { type: 'chat', bareId: bigInt(-id) };
}
