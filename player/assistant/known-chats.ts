import bigInt, { type BigInteger } from 'big-integer';
import { Api } from 'telegram';
import { AppError } from '../../errors.ts';
import type { StreamId } from '../../storage/model.ts';
import { markedChannelId, parseMarkedId } from './marked-id.ts';
import type { RequestOptions, Rpc } from './rpc.ts';

/**
 * A chat that the assistant can address. `accessHash`: for supergroups and channels, good for this account only.
 */
export interface ChatRef {
  readonly streamId: StreamId;
  readonly accessHash: string | null;
}

/** What became of a search for a chat. */
export type FoundChat =
  | { readonly type: 'found'; readonly chat: ChatRef }
  /** The assistant is not in it (or never heard of it, which looks the same). */
  | { readonly type: 'missing' }
  | { readonly type: 'banned' }
  /** The basic group became a supergroup; its call goes on there. */
  | { readonly type: 'migrated'; readonly to: StreamId };

/**
 * The chats the assistant knows by access hash. An unknown marked id cannot be resolved: the hash comes from dialogs or updates.
 */
export interface KnownChats {
  /** Learns access hashes from any answer or update that carries chats. */
  learn(chats: readonly Api.TypeChat[]): void;
  /**
   * Finds a chat and asks Telegram whether we are (still) in it. @throws AppError as {@link Rpc.send}.
   */
  find(streamId: StreamId, options: RequestOptions): Promise<FoundChat>;
}

/** Dialogs are read in pages of this many, newest first. */
const dialogsPage = 100;
/** Enough for any assistant; a bound so that a strange account cannot make us read for ever. */
const dialogsMax = 2_000;
/** All of Telegram's words for "you cannot see this chat". */
const unseen = ['CHANNEL_PRIVATE', 'CHANNEL_INVALID', 'CHAT_ID_INVALID', 'PEER_ID_INVALID'] as const;

/**
 * Creates an empty memory of chats; it fills from the dialogs when a chat is asked for that it does not know. `signal` ends it.
 */
export function createKnownChats(rpc: Rpc, signal: AbortSignal): KnownChats {
  const hashes = new Map<StreamId, string>();
  /** The dialogs being read. */
  let reading: Promise<void> | null = null;

  const learn = (chats: readonly Api.TypeChat[]) => {
    for (const chat of chats) {
      // Also of one that we were put out of: by its hash Telegram says so, instead of knowing nothing.
      if (!(chat instanceof Api.Channel || chat instanceof Api.ChannelForbidden) || chat.accessHash == null) continue;
      // A min constructor's hash is good only with the message it came with.
      if (chat instanceof Api.Channel && chat.min === true) continue;
      hashes.set(markedChannelId(chat.id), chat.accessHash.toString());
    }
  };

  /** Learns the hashes of all chats the account is in. */
  const readDialogs = async (options: RequestOptions) => {
    let offset: { readonly date: number; readonly id: number; readonly peer: Api.TypeInputPeer } = {
      date: 0,
      id: 0,
      peer: new Api.InputPeerEmpty(),
    };
    for (let read = 0; read < dialogsMax; read += dialogsPage) {
      const page = await rpc.send(
        new Api.messages.GetDialogs({
          offsetDate: offset.date,
          offsetId: offset.id,
          offsetPeer: offset.peer,
          limit: dialogsPage,
          hash: bigInt.zero,
        }),
        options,
      );
      if (page instanceof Api.messages.DialogsNotModified) return;
      learn(page.chats);
      const next = nextOffset(page);
      if (page instanceof Api.messages.Dialogs || page.dialogs.length < dialogsPage || next === null) return;
      offset = next;
    }
  };

  /**
   * Reads the dialogs to learn of a chat. All who ask meanwhile share one reading: after a restart every stream asks at once, and hundreds of
   * readings of hundreds of dialogs would keep the process busy for many seconds.
   */
  const searchDialogs = async (streamId: StreamId, asker: AbortSignal) => {
    // One that began before this question may have passed the chat already.
    if (reading !== null) await reading;
    if (hashes.has(streamId) || asker.aborted) return;
    reading ??= readDialogs({ signal }).finally(() => {
      reading = null;
    });
    await reading;
  };

  /**
   * Supergroups and channels. The hash alone says nothing of our membership: Telegram is asked each time.
   */
  const findChannel = async (
    streamId: StreamId,
    channelId: BigInteger,
    options: RequestOptions,
  ): Promise<FoundChat> => {
    if (!hashes.has(streamId)) await searchDialogs(streamId, options.signal);
    if (options.signal.aborted) throw new AppError('aborted', 'nobody looks for the chat any more');
    const accessHash = hashes.get(streamId);
    if (accessHash === undefined) return { type: 'missing' };
    const channel = new Api.InputChannel({ channelId, accessHash: bigInt(accessHash) });
    const answer = await rpc.ask(new Api.channels.GetChannels({ id: [channel] }), unseen, options);
    const [chat] = answer.type === 'ok' ? answer.value.chats : [];
    if (chat instanceof Api.ChannelForbidden) return { type: 'banned' };
    if (!(chat instanceof Api.Channel) || chat.left === true) return { type: 'missing' };
    return { type: 'found', chat: { streamId, accessHash } };
  };

  /** Basic groups need no hash. */
  const findBasicGroup = async (
    streamId: StreamId,
    chatId: BigInteger,
    options: RequestOptions,
  ): Promise<FoundChat> => {
    const answer = await rpc.ask(new Api.messages.GetChats({ id: [chatId] }), unseen, options);
    const [chat] = answer.type === 'ok' ? answer.value.chats : [];
    if (chat instanceof Api.ChatForbidden) return { type: 'banned' };
    if (!(chat instanceof Api.Chat)) return { type: 'missing' };
    if (chat.migratedTo instanceof Api.InputChannel) {
      const to = markedChannelId(chat.migratedTo.channelId);
      hashes.set(to, chat.migratedTo.accessHash.toString());
      return { type: 'migrated', to };
    }
    return chat.left === true || chat.deactivated === true
      ? { type: 'missing' }
      : { type: 'found', chat: { streamId, accessHash: null } };
  };

  return {
    learn,
    find: async (streamId, options) => {
      const { type, bareId } = parseMarkedId(streamId);
      if (type === 'user') return { type: 'missing' };
      return type === 'channel' ? findChannel(streamId, bareId, options) : findBasicGroup(streamId, bareId, options);
    },
  };
}

/** A chat as requests name it. */
export function toInputPeer({ streamId, accessHash }: ChatRef): Api.InputPeerChat | Api.InputPeerChannel {
  const { type, bareId } = parseMarkedId(streamId);
  return type === 'channel'
    ? new Api.InputPeerChannel({ channelId: bareId, accessHash: bigInt(accessHash ?? '0') })
    : new Api.InputPeerChat({ chatId: bareId });
}

/**
 * Where the next page of dialogs begins: behind the last one that has a message (https://core.telegram.org/api/offsets).
 */
function nextOffset(page: Api.messages.Dialogs | Api.messages.DialogsSlice) {
  const last = page.dialogs.findLast((dialog) => dialog instanceof Api.Dialog);
  const message = page.messages.find((candidate) => candidate.id === last?.topMessage);
  if (last === undefined || message === undefined || message instanceof Api.MessageEmpty) return null;
  const peer = page.chats.find(
    (chat) => 'accessHash' in chat && last.peer instanceof Api.PeerChannel && chat.id.eq(last.peer.channelId),
  );
  const offsetPeer =
    peer instanceof Api.Channel
      ? new Api.InputPeerChannel({ channelId: peer.id, accessHash: peer.accessHash ?? bigInt.zero })
      : new Api.InputPeerEmpty();
  return { date: message.date, id: message.id, peer: offsetPeer };
}
