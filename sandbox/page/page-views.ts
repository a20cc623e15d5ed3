import type { MediaServer } from '../media/media-server.ts';
import type { Chat, GroupCall, Media, Message, User } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** How many of a chat's last messages a page gets at its start. */
const messagesAtStart = 200;

/** A user as the page shows them. */
interface UserView {
  readonly id: number;
  readonly name: string;
  readonly username?: string;
  readonly isBot: boolean;
  readonly isAssistant: boolean;
}

/** A message as the page shows it; entities are the Bot API's, offsets in UTF-16 units. */
export interface MessageView {
  readonly messageId: number;
  readonly chatId: number;
  readonly fromId: number;
  readonly senderChatId?: number;
  /** Unix time, seconds. */
  readonly date: number;
  /** Text, or caption of a file. */
  readonly text: string;
  readonly entities: readonly unknown[];
  readonly media?: Omit<Media, 'path'>;
  readonly buttons: unknown;
  readonly replyTo?: number;
  readonly service?: Readonly<Record<string, unknown>>;
  readonly isEdited: boolean;
}

/** A voice chat as the page shows it. `isReceiving`: sound of that participant arrived within the last second. */
export interface CallView {
  readonly chatId: number;
  readonly id: string;
  readonly state: GroupCall['state'];
  readonly title?: string;
  readonly participants: readonly {
    readonly userId: number;
    readonly muted: boolean;
    readonly via: string;
    readonly isReceiving: boolean;
    /** 10,000 is 100 %. */
    readonly volume: number;
  }[];
}

/** A chat without its messages. */
interface ChatView {
  readonly id: number;
  readonly type: Chat['type'];
  readonly title: string;
  readonly members: readonly { readonly userId: number; readonly status: string }[];
}

/** Who and where. */
export interface PeopleView {
  readonly users: readonly UserView[];
  readonly chats: readonly ChatView[];
}

/** Everything that a page needs to begin. */
export interface WorldView extends PeopleView {
  readonly messages: readonly MessageView[];
  readonly calls: readonly CallView[];
}

/** The world as a page sees it at its start. */
export function viewWorld(world: World, media: MediaServer): WorldView {
  return {
    ...viewPeople(world),
    messages: chatsOf(world).flatMap(({ id }) =>
      world
        .messages(id)
        .filter(({ deleted }) => !deleted)
        .slice(-messagesAtStart)
        .map(viewMessage),
    ),
    calls: viewCalls(world, media),
  };
}

/** The users and chats. */
export function viewPeople(world: World): PeopleView {
  return { users: world.users().map(viewUser), chats: chatsOf(world).map(viewChat) };
}

/** A group that became a supergroup lives on as that; a deleted one does not. */
function chatsOf(world: World): Chat[] {
  return world.chats().filter(({ migratedTo, isDeleted = false }) => migratedTo === undefined && !isDeleted);
}

/** The voice chats that are open. */
export function viewCalls(world: World, media: MediaServer): CallView[] {
  return world
    .calls()
    .filter(({ state }) => state !== 'discarded')
    .map(({ id, chatId, state, title, participants }) => ({
      id,
      chatId,
      state,
      ...(title === undefined ? {} : { title }),
      participants: [...participants.values()].map(({ userId, muted, via, volume }) => ({
        userId,
        muted,
        via,
        volume: volume ?? 10_000,
        isReceiving: media.isReceiving(id, userId),
      })),
    }));
}

function viewChat({ id, type, title, members }: Chat): ChatView {
  const inside = Object.values(members).filter(({ status }) => status !== 'left' && status !== 'kicked');
  return { id, type, title: title ?? '', members: inside.map(({ userId, status }) => ({ userId, status })) };
}

/** A message, whoever sent it. */
export function viewMessage(message: Message): MessageView {
  const { messageId, chatId, fromId, senderChatId, date, replyTo, service, media } = message;
  return {
    messageId,
    chatId,
    fromId,
    date,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.captionEntities ?? [],
    buttons: readButtons(message.replyMarkup),
    isEdited: message.editCount > 0,
    ...(senderChatId === undefined ? {} : { senderChatId }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(service === undefined ? {} : { service }),
    ...(media === undefined ? {} : { media: withoutPath(media) }),
  };
}

function viewUser({ id, firstName, lastName, username, isBot, isAssistant }: User): UserView {
  const name = lastName === undefined ? firstName : `${firstName} ${lastName}`;
  return { id, name, isBot, isAssistant, ...(username === undefined ? {} : { username }) };
}

/** Where the bytes lie on this machine is not the page's business. */
function withoutPath({ path: _path, ...rest }: Media): Omit<Media, 'path'> {
  return rest;
}

/** Rows of inline buttons; other keyboards are not shown. */
function readButtons(markup: unknown): unknown {
  if (typeof markup !== 'object' || markup === null || !('inline_keyboard' in markup)) return [];
  return markup.inline_keyboard;
}
