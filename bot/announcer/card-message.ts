import type { Api } from 'grammy';
import type { StreamId } from '../../storage/model.ts';
import { refusalOf } from '../api-errors.ts';
import { type Anchor, type Answer, format, markup, reply } from '../reply.ts';

/** Where the card of a stream stands; kept as a note, so that it survives restarts. */
export interface CardPlace {
  readonly messageId: number;
  /** The forum topic it stands in; null outside of topics. */
  readonly threadId: number | null;
}

/** What became of an edit; `gone`: the message was deleted, or cannot be edited any more. */
export type Edited = 'done' | 'gone' | 'closed';

/** Posts a card: as an answer to `anchor`, or by itself and without a sound. */
export async function postCard(
  api: Api,
  streamId: StreamId,
  answer: Answer,
  where: { readonly anchor: Anchor } | { readonly threadId: number | null },
): Promise<CardPlace> {
  if ('anchor' in where) {
    const { anchor } = where;
    const sent = await reply(api, anchor, answer);
    return { messageId: sent.message_id, threadId: threadOf(anchor) };
  }
  const { threadId } = where;
  const sent = await api.sendMessage(streamId, answer.html, {
    ...format,
    ...markup(answer.keyboard),
    ...(threadId === null ? {} : { message_thread_id: threadId }),
    disable_notification: true,
  });
  return { messageId: sent.message_id, threadId };
}

/** Edits a message into what it should say now. The same again is fine. */
export async function editCard(api: Api, streamId: StreamId, messageId: number, answer: Answer): Promise<Edited> {
  try {
    await api.editMessageText(streamId, messageId, answer.html, { ...format, ...markup(answer.keyboard) });
    return 'done';
  } catch (error) {
    return explain(error);
  }
}

/** Takes the buttons off a card that another one has replaced. */
export async function retireCard(api: Api, streamId: StreamId, messageId: number): Promise<Edited> {
  try {
    await api.editMessageReplyMarkup(streamId, messageId, {});
    return 'done';
  } catch (error) {
    return explain(error);
  }
}

/** The topic that a message stands in, if it is in one. */
export function threadOf(anchor: Anchor): number | null {
  return anchor.is_topic_message === true ? (anchor.message_thread_id ?? null) : null;
}

/** What a refused edit means for the card; whatever is not about the message or the chat is thrown on. */
function explain(error: unknown): Edited {
  switch (refusalOf(error)) {
    case 'not-modified':
      return 'done';
    case 'message-gone':
      return 'gone';
    case 'chat-closed':
      return 'closed';
    default:
      throw error;
  }
}
