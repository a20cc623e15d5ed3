import { createHash } from 'node:crypto';
import { Api } from 'telegram/tl/index.js';
import type { Chat, Media, Message } from '../../world/model.ts';
import type { World } from '../../world/world.ts';
import { long } from '../wire/bytes.ts';
import { toPeer } from './chats.ts';

/** The data centre that this server says to be; files lie there too, so that no client goes looking elsewhere. */
export const homeDc = 2;

/** A message as `viewer` sees it; a deleted or unknown one is empty. */
export function toMessage(
  world: World,
  chat: Chat,
  messageId: number,
  message: Message | undefined,
  viewer: number,
): Api.TypeMessage {
  const peerId = toPeer(chat);
  if (message === undefined || message.deleted) return new Api.MessageEmpty({ id: messageId, peerId });
  const common = {
    id: message.messageId,
    peerId,
    fromId: new Api.PeerUser({ userId: long(message.fromId) }),
    date: message.date,
    out: message.fromId === viewer,
    replyTo: message.replyTo === undefined ? undefined : new Api.MessageReplyHeader({ replyToMsgId: message.replyTo }),
  };
  // Clients that only look for files need to know that it is none; the kind is written out for those who debug.
  if (message.service !== undefined)
    return new Api.MessageService({
      ...common,
      action: new Api.MessageActionCustomAction({ message: Object.keys(message.service)[0] ?? '' }),
    });
  return new Api.Message({
    ...common,
    message: message.text ?? message.caption ?? '',
    media: message.media === undefined ? undefined : toMedia(world, message.media, message.date, viewer),
    editDate: message.editDate,
    groupedId: message.mediaGroup === undefined ? undefined : groupedId(message.mediaGroup),
  });
}

/** A number for an album, which the world knows by any word. */
function groupedId(mediaGroup: string) {
  const digest = createHash('sha256').update(mediaGroup).digest();
  return long((digest.readBigUInt64LE() & 0x7fff_ffff_ffff_ffffn).toString());
}

/** The reference without which a file is not given out; bound to the document, so that it can be checked. */
export function fileReference(media: Media): Buffer {
  return Buffer.from(`file:${media.documentId}`);
}

/** As with Telegram a file is a document, whatever is in it; what it is stands in its attributes. */
function toMedia(world: World, media: Media, date: number, viewer: number): Api.MessageMediaDocument {
  const document = new Api.Document({
    id: long(media.documentId),
    accessHash: long(world.accessHash(viewer, { type: 'document', id: media.documentId })),
    fileReference: fileReference(media),
    date,
    mimeType: media.mime,
    size: long(media.sizeBytes),
    dcId: homeDc,
    attributes: toAttributes(media),
  });
  return new Api.MessageMediaDocument({ document, voice: media.kind === 'voice', round: media.kind === 'video_note' });
}

/** What a client shows of a file without fetching it. Durations in whole seconds. */
function toAttributes(media: Media): Api.TypeDocumentAttribute[] {
  const duration = Math.round(media.durationSec ?? 0);
  const attributes: Api.TypeDocumentAttribute[] = [];
  if (media.kind === 'audio' || media.kind === 'voice') {
    const { title, performer } = media;
    attributes.push(new Api.DocumentAttributeAudio({ duration, title, performer, voice: media.kind === 'voice' }));
  }
  if (media.kind === 'video' || media.kind === 'video_note') {
    const roundMessage = media.kind === 'video_note';
    attributes.push(new Api.DocumentAttributeVideo({ duration, w: 640, h: 360, roundMessage }));
  }
  if (media.fileName !== undefined) attributes.push(new Api.DocumentAttributeFilename({ fileName: media.fileName }));
  return attributes;
}
