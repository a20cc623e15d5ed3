import { Api } from 'telegram';
import type { SourceQuery, StreamId } from '../../storage/model.ts';
import { fileUniqueId } from './file-unique-id.ts';
import { type MessagesOptions, readMessages } from './read-messages.ts';

/** An album has at most ten messages, and their ids follow each other (https://core.telegram.org/api/files#grouped-media). */
const albumSize = 10;

/**
 * The files of the album that a message belongs to, in its order; of a message that stands alone, its own. Photos are left out.
 * @throws as {@link readMessages}.
 */
export async function readAlbum(options: MessagesOptions, messageId: number): Promise<readonly SourceQuery[]> {
  const first = Math.max(1, messageId - albumSize + 1);
  const ids = Array.from({ length: messageId + albumSize - first }, (_, index) => first + index);
  const messages = await readMessages(options, ids);
  const group = messages.find(({ id }) => id === messageId)?.groupedId;
  const isOfIt = ({ id, groupedId }: Api.Message) =>
    group == null ? id === messageId : groupedId?.equals(group) === true;
  return messages
    .filter(isOfIt)
    .map((message) => toQuery(options.chatId, message))
    .filter((query) => query !== null);
}

/** The file of a message and what its attributes say of it; null: it has none. */
function toQuery(chatId: StreamId, { id: messageId, media }: Api.Message): SourceQuery | null {
  const document = media instanceof Api.MessageMediaDocument ? media.document : undefined;
  if (!(document instanceof Api.Document)) return null;
  const audio = document.attributes.find((it) => it instanceof Api.DocumentAttributeAudio);
  const video = document.attributes.find((it) => it instanceof Api.DocumentAttributeVideo);
  const name = document.attributes.find((it) => it instanceof Api.DocumentAttributeFilename);
  const durationSeconds = audio?.duration ?? video?.duration;
  return {
    type: 'source',
    source: {
      type: 'telegram',
      fileId: null,
      fileUniqueId: fileUniqueId(document.id),
      chatId,
      messageId,
      sizeBytes: Number(document.size),
      mime: document.mimeType,
      fileName: name?.fileName ?? null,
    },
    title: audio?.title ?? null,
    performer: audio?.performer ?? null,
    durationMs: durationSeconds === undefined ? null : durationSeconds * 1_000,
  };
}
