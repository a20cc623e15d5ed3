import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'grammy/types';
import type { PlayQuery } from '../../storage/model.ts';
import type { CommandCall } from '../commands/command.ts';
import { fileOf, wishesIn } from '../commands/play-query.ts';
import type { AlbumMemory } from './album-memory.ts';

/** The rest of an album whose first caption is the command comes within this time. */
const restOfAlbumMs = 1_000;
/** Files of albums have titles or file names of their own. */
const noTitles = { voice: '', videoNote: '' };

/** Remembers a message if it is part of an album and has something to play. */
export function noticeAlbum(albums: AlbumMemory, message: Message): void {
  const { media_group_id: albumId, chat, message_id: messageId } = message;
  const item = albumId === undefined ? null : fileOf(message, noTitles);
  if (albumId !== undefined && item !== null) albums.notice(chat.id, albumId, messageId, item);
}

/** All that is asked for, when that is more than one thing: several lines, or an album; null: it is one thing, or nothing. */
export async function readQueries(
  albums: AlbumMemory,
  { message, argument }: Pick<CommandCall, 'message' | 'argument'>,
): Promise<readonly PlayQuery[] | null> {
  if (argument !== '') {
    const lines = argument
      .split('\n')
      .map((line) => line.trim())
      // Of a playlist that was pasted as text the directives are no tracks.
      .filter((line) => line !== '' && !/^#EXT/i.test(line));
    const wishes = lines.flatMap(wishesIn);
    return wishes.length > 1 ? wishes.map((text) => ({ type: 'text', text })) : null;
  }
  if (message.media_group_id !== undefined) {
    await sleep(restOfAlbumMs);
    return await albums.read(message.chat.id, message.media_group_id);
  }
  const answered = message.reply_to_message as Message | undefined;
  if (answered?.media_group_id === undefined) return null;
  // The answered one is known in any case, also to a bot that sees nothing else.
  noticeAlbum(albums, answered);
  const items = await albums.read(message.chat.id, answered.media_group_id);
  const [known] = items;
  if (known === undefined) return null;
  // Telegram shows a bot that is no administrator the answered message only: the assistant sees the rest.
  return items.length > 1 ? items : [{ type: 'album', known }];
}
