import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Logger } from '../../log.ts';
import { type FileFacts, probeFile } from '../page/probe-file.ts';
import type { Chat, Media, MediaKind, Message } from '../world/model.ts';
import { isAdministrator, isInside } from '../world/rights.ts';
import type { World } from '../world/world.ts';
import { ControlError } from './http-json.ts';

/** A file on this machine that a person sends. Title, performer and duration are read from it when they are not given. */
export interface PersonFile {
  readonly path: string;
  readonly kind: MediaKind;
  readonly title?: string | undefined;
  readonly performer?: string | undefined;
  readonly durationSec?: number | undefined;
  readonly mime?: string | undefined;
  readonly name?: string | undefined;
}

/** What a person sends: a text, or a file with `text` as its caption. */
export interface PersonMessage {
  readonly chatId: number;
  readonly fromId: number;
  readonly text?: string | undefined;
  readonly replyTo?: number | undefined;
  /** Messages that carry the same one form an album. */
  readonly mediaGroup?: string | undefined;
  readonly file?: PersonFile | undefined;
  /** An administrator speaks as the group. */
  readonly isAnonymous?: boolean | undefined;
  /** A topic of a forum; default: its General. */
  readonly threadId?: number | undefined;
  /** Unix time in seconds; default now. For what was written while the bot was away. */
  readonly date?: number | undefined;
}

/**
 * Sends a message as a person's Telegram client would: who is not in the chat may not, a text has 1–4,096 characters. The first
 * message to the bot begins the private chat.
 * @throws ControlError 4xx with a plain sentence.
 */
export async function sendAsPerson(world: World, given: PersonMessage, log: Logger): Promise<Message> {
  const chat = reachChat(world, given);
  const text = given.text?.trim() ?? '';
  refuseWhatNobodyCanSend(world, chat, given, text);
  const speaksAsChat = chat.type === 'channel' || given.isAnonymous === true;
  const media = given.file === undefined ? undefined : await addFile(world, given.file, log);
  return world.postMessage({
    chatId: chat.id,
    fromId: given.fromId,
    ...(media === undefined ? { text } : { media }),
    ...(media !== undefined && text !== '' ? { caption: text } : {}),
    ...(given.replyTo === undefined ? {} : { replyTo: given.replyTo }),
    ...(given.mediaGroup === undefined ? {} : { mediaGroup: given.mediaGroup }),
    ...(speaksAsChat ? { senderChatId: chat.id } : {}),
    ...(given.threadId === undefined ? {} : { threadId: given.threadId }),
    ...(given.date === undefined ? {} : { date: given.date }),
  });
}

/** What a client would not let a person send. @throws ControlError 4xx. */
function refuseWhatNobodyCanSend(world: World, chat: Chat, given: PersonMessage, text: string): void {
  if (given.file === undefined && text === '') throw new ControlError(400, 'A message needs a text or a file.');
  if ([...text].length > (given.file === undefined ? 4096 : 1024))
    throw new ControlError(400, 'The text is too long: 4,096 characters at most, 1,024 under a file.');
  if (given.replyTo !== undefined && isGone(world.message(chat.id, given.replyTo)))
    throw new ControlError(404, `There is no message ${given.replyTo} to reply to.`);
  if (given.threadId !== undefined && world.topicOf({ chatId: chat.id, threadId: given.threadId }) === undefined)
    throw new ControlError(404, `There is no topic ${given.threadId}.`);
  const speaksAsChat = chat.type === 'channel' || given.isAnonymous === true;
  if (speaksAsChat && !isAdministrator(chat.members[given.fromId]))
    throw new ControlError(403, 'Only administrators speak as the chat.');
}

/** The chat, when the person is in it; the bot's private chat begins with the first message. */
function reachChat(world: World, { chatId, fromId }: PersonMessage): Chat {
  if (world.user(fromId) === undefined) throw new ControlError(404, `There is no user ${fromId}.`);
  const isOwnPrivateChat = chatId === fromId && world.bot() !== undefined;
  const chat =
    world.chat(chatId) ??
    (isOwnPrivateChat
      ? world.addChat({ type: 'private', members: [{ userId: fromId, status: 'member' }] })
      : undefined);
  if (chat === undefined) throw new ControlError(404, `There is no chat ${chatId}.`);
  if (chat.migratedTo !== undefined) throw new ControlError(409, `That group is now supergroup ${chat.migratedTo}.`);
  if (!isInside(chat.members[fromId])) throw new ControlError(403, `User ${fromId} is not in chat ${chatId}.`);
  return chat;
}

/** Deleted messages stay in the world, but nobody can reply to them. */
function isGone(message: Message | undefined): boolean {
  return message === undefined || message.deleted;
}

/** The file as a client sends it: tags and length read from it, names with music only. */
async function addFile(world: World, file: PersonFile, log: Logger): Promise<Media> {
  await access(file.path, constants.R_OK).catch((cause: unknown) => {
    throw Object.assign(new ControlError(400, `The file ${file.path} cannot be read.`), { cause });
  });
  const isPlain = file.kind === 'document' || file.kind === 'photo';
  const isFilm = file.kind === 'video' || file.kind === 'video_note';
  // Who says the duration needs no probe.
  const isDescribed = isPlain || file.durationSec !== undefined;
  const described = isDescribed ? {} : await describe(file.path, isFilm ? 'video/' : 'audio/', log);
  const title = file.title ?? described.title;
  const performer = file.performer ?? described.performer;
  const durationSec = file.durationSec ?? described.durationSec;
  const hasNames = file.kind === 'audio';
  return world.addFile(file.path, {
    kind: file.kind,
    fileName: file.name ?? basename(file.path),
    ...(file.mime === undefined ? {} : { mime: file.mime }),
    ...(hasNames && title !== undefined ? { title } : {}),
    ...(hasNames && performer !== undefined ? { performer } : {}),
    ...(isPlain || durationSec === undefined ? {} : { durationSec }),
  });
}

/** What ffprobe tells; nothing of a file that it does not understand. */
async function describe(path: string, mime: string, log: Logger): Promise<Partial<FileFacts>> {
  const { kind: _, ...facts } = await probeFile(path, mime, log);
  return facts;
}
