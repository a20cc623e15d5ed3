import bigInt from 'big-integer';
import { Api } from 'telegram';
import { AppError } from '../../errors.ts';
import type { StreamId } from '../../storage/model.ts';
import type { KnownChats } from './known-chats.ts';
import { parseMarkedId } from './marked-id.ts';
import type { Rpc } from './rpc.ts';

/** Where messages are read. */
export interface MessagesOptions {
  readonly rpc: Rpc;
  readonly chats: KnownChats;
  readonly chatId: StreamId;
  readonly signal: AbortSignal;
}

/**
 * Messages of a chat by their ids, without those that are gone.
 * @throws AppError `chat-unreachable` when the assistant is not in the chat; otherwise as {@link Rpc.send}.
 */
export async function readMessages(
  { rpc, chats, chatId, signal }: MessagesOptions,
  messageIds: readonly number[],
): Promise<readonly Api.Message[]> {
  const found = await chats.find(chatId, { signal });
  if (found.type !== 'found') throw new AppError('chat-unreachable', `the assistant is not in chat ${chatId}`);
  const { type, bareId } = parseMarkedId(chatId);
  const id = messageIds.map((messageId) => new Api.InputMessageID({ id: messageId }));
  const channel = new Api.InputChannel({ channelId: bareId, accessHash: bigInt(found.chat.accessHash ?? '0') });
  const request =
    type === 'channel' ? new Api.channels.GetMessages({ channel, id }) : new Api.messages.GetMessages({ id });
  const answer = await rpc.send(request, { signal });
  return 'messages' in answer ? answer.messages.filter((message) => message instanceof Api.Message) : [];
}
