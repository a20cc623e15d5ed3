import type { Message } from 'grammy/types';
import type { PlayQuery } from '../../storage/model.ts';

/** What /play was asked to play; `no-media`: it answers a message without sound; `nothing`: it was sent alone. */
export type Asked = PlayQuery | { readonly type: 'no-media' } | { readonly type: 'nothing' };

/** Titles for what has none of its own, in the language of the chat. */
export interface MissingTitles {
  readonly voice: string;
  readonly videoNote: string;
}

/**
 * Reads what to play: the text behind the command; or the file that the command is a caption of; or the answered message, its file
 * or the first link in it.
 */
export function readPlayQuery(message: Message, argument: string, titles: MissingTitles): Asked {
  if (argument !== '') return { type: 'text', text: wishesIn(argument)[0] ?? argument };
  const own = fileOf(message, titles);
  if (own !== null) return own;
  const answered = message.reply_to_message;
  // In a topic every message "answers" the one that opened it.
  if (answered === undefined || answered.forum_topic_created !== undefined) return { type: 'nothing' };
  const file = fileOf(answered as Message, titles);
  if (file !== null) return file;
  const link = firstLink(answered);
  return link === null ? { type: 'no-media' } : { type: 'text', text: link };
}

/** What a line asks for: the links among its words, as apps share them with a title; else all of it, also a link with spaces in it. */
export function wishesIn(line: string): readonly string[] {
  const links = line.split(/\s+/).filter((word) => /^https?:\/\//i.test(word));
  const isOneLink = links.length === 1 && /^https?:/i.test(line);
  return links.length === 0 || isOneLink ? [line] : links;
}

/** The parts that Telegram's kinds of files have in common. */
interface TelegramFile {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size?: number;
  readonly mime_type?: string;
  readonly file_name?: string;
}

/** The file of a message as something to play; null when it has none. Whether there is sound in it is the player's to find out. */
export function fileOf(message: Message, titles: MissingTitles): Extract<PlayQuery, { type: 'source' }> | null {
  const { audio, voice, video, video_note: videoNote, document } = message;
  // What they have in common, with what only some have.
  const as = (file: TelegramFile, title?: string, performer?: string, durationSeconds?: number) =>
    ({
      type: 'source',
      source: {
        type: 'telegram',
        fileId: file.file_id,
        fileUniqueId: file.file_unique_id,
        chatId: message.chat.id,
        messageId: message.message_id,
        sizeBytes: file.file_size ?? null,
        mime: file.mime_type ?? null,
        fileName: file.file_name ?? null,
      },
      title: title ?? null,
      performer: performer ?? null,
      durationMs: durationSeconds === undefined ? null : durationSeconds * 1000,
    }) as const;
  if (audio !== undefined) return as(audio, audio.title, audio.performer, audio.duration);
  if (voice !== undefined) return as(voice, titles.voice, undefined, voice.duration);
  if (video !== undefined) return as(video, undefined, undefined, video.duration);
  if (videoNote !== undefined) return as(videoNote, titles.videoNote, undefined, videoNote.duration);
  return document === undefined ? null : as(document);
}

/** The first link of a text or caption, also one that hides behind words. */
function firstLink(message: Pick<Message, 'text' | 'caption' | 'entities' | 'caption_entities'>): string | null {
  const text = message.text ?? message.caption ?? '';
  for (const entity of message.entities ?? message.caption_entities ?? []) {
    if (entity.type === 'text_link') return entity.url;
    if (entity.type === 'url') return text.slice(entity.offset, entity.offset + entity.length);
  }
  return null;
}
