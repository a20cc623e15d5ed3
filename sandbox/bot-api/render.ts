import type { Chat, Media, Member, Message, User } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { fileIdOf, fileUniqueIdOf } from './file-ids.ts';

/** A JSON object on its way out. */
export type Json = Record<string, unknown>;

/** The objects of the world as the Bot API shows them. */
export interface Renderer {
  user(id: number): Json;
  chat(chat: Chat): Json;
  member(chat: Chat, userId: number): Json;
  /** A membership as it is or was. */
  membership(member: Member): Json;
  /** With `reply_to_message` one level deep. */
  message(message: Message): Json;
}

/** Who speaks for an anonymous administrator. */
const groupAnonymousBot: Json = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

/** Renders for one bot: every method's result and every update pass here. */
export function createRenderer(world: World): Renderer {
  const user = (id: number) => renderUser(world.user(id) ?? deletedUser(id));
  const chat = (given: Chat) => renderChat(world, given);
  const membership = (member: Member) => ({ user: user(member.userId), ...renderRights(member) });
  const message = (given: Message): Json => {
    const topic = world.topicOf(given);
    // In a topic whatever answers nothing else answers the message that opened it.
    const replied =
      given.replyTo !== undefined
        ? world.message(given.chatId, given.replyTo)
        : topic?.messageId === given.messageId
          ? undefined
          : topic;
    const { reply_to_message: _, ...own } = renderMessage(world, given, user);
    return {
      ...own,
      ...(replied === undefined || replied.deleted ? {} : { reply_to_message: renderMessage(world, replied, user) }),
    };
  };
  return {
    user,
    chat,
    membership,
    member: (given, userId) => membership(given.members[userId] ?? absent(userId)),
    message,
  };
}

/** A User. Bots have no language. */
function renderUser(user: User): Json {
  return {
    id: user.id,
    is_bot: user.isBot,
    first_name: user.firstName,
    ...(user.lastName === undefined ? {} : { last_name: user.lastName }),
    ...(user.username === undefined ? {} : { username: user.username }),
    ...(user.languageCode === undefined || user.isBot ? {} : { language_code: user.languageCode }),
  };
}

/** As clients show an account that is gone. */
function deletedUser(id: number): User {
  return { id, firstName: 'Deleted Account', isBot: false, isAssistant: false };
}

/** The membership of somebody who never came. */
function absent(userId: number): Member {
  return {
    userId,
    status: 'left',
    canManageVideoChats: false,
    canInviteUsers: false,
    canDeleteMessages: false,
    canRestrictMembers: false,
    canPromoteMembers: false,
  };
}

/** A Chat. A private one carries its person's names in place of a title. */
function renderChat(world: World, chat: Chat): Json {
  if (chat.type !== 'private') {
    return {
      id: chat.id,
      title: chat.title ?? '',
      ...(chat.username === undefined ? {} : { username: chat.username }),
      type: chat.type,
      ...(chat.isForum === true ? { is_forum: true } : {}),
    };
  }
  const { is_bot: _bot, language_code: _language, ...name } = renderUser(world.user(chat.id) ?? deletedUser(chat.id));
  return { ...name, type: 'private' };
}

/** The part of a ChatMember that follows from the status; rights the world does not know are what is usual. */
function renderRights(member: Member): Json {
  const { status } = member;
  if (status === 'creator') return { status, is_anonymous: false };
  if (status === 'kicked') return { status, until_date: 0 };
  if (status !== 'administrator') return { status };
  return {
    status,
    can_be_edited: false,
    can_manage_chat: true,
    can_change_info: true,
    can_delete_messages: member.canDeleteMessages,
    can_invite_users: member.canInviteUsers,
    can_restrict_members: member.canRestrictMembers,
    can_pin_messages: true,
    can_promote_members: member.canPromoteMembers,
    can_manage_video_chats: member.canManageVideoChats,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    is_anonymous: false,
  };
}

/** A Message without the one it replies to. Channel posts have no `from`. */
function renderMessage(world: World, message: Message, user: (id: number) => Json): Json {
  const chat = world.chat(message.chatId);
  const sender = message.senderChatId === undefined ? undefined : world.chat(message.senderChatId);
  const isChannelPost = chat?.type === 'channel';
  const markup = message.replyMarkup as { readonly inline_keyboard?: unknown } | undefined;
  return compact({
    message_id: message.messageId,
    from: isChannelPost ? undefined : sender === undefined ? user(message.fromId) : groupAnonymousBot,
    sender_chat: sender === undefined ? undefined : renderChat(world, sender),
    chat: chat === undefined ? undefined : renderChat(world, chat),
    date: message.date,
    edit_date: message.editDate,
    message_thread_id: message.threadId,
    is_topic_message: world.topicOf(message) === undefined ? undefined : true,
    media_group_id: message.mediaGroup,
    text: message.text,
    entities: message.entities,
    caption: message.caption,
    caption_entities: message.captionEntities,
    ...(message.media === undefined ? {} : renderMedia(message.media)),
    // Ordinary keyboards belong to the text field of a client, not to the message.
    reply_markup: markup?.inline_keyboard === undefined ? undefined : markup,
    ...renderService(message.service ?? {}, user),
  });
}

/** The field of a message that holds its file. Sizes of pictures are invented: nothing depends on them. */
function renderMedia(media: Media): Json {
  const base = { file_id: fileIdOf(media), file_unique_id: fileUniqueIdOf(media), file_size: media.sizeBytes };
  const duration = media.durationSec === undefined ? 0 : Math.round(media.durationSec);
  switch (media.kind) {
    case 'audio': {
      const { title, performer, fileName } = media;
      const audio = compact({ duration, file_name: fileName, mime_type: media.mime, title, performer, ...base });
      return { audio };
    }
    case 'voice':
      return { voice: { duration, mime_type: media.mime, ...base } };
    case 'video': {
      const size = { width: 640, height: 360 };
      return { video: compact({ duration, ...size, file_name: media.fileName, mime_type: media.mime, ...base }) };
    }
    case 'video_note':
      return { video_note: { duration, length: 360, ...base } };
    case 'document':
      return { document: compact({ file_name: media.fileName, mime_type: media.mime, ...base }) };
    case 'photo':
      return { photo: [{ ...base, width: 640, height: 640 }] };
  }
}

/** Service messages name users by id in the world, by object here. */
function renderService(service: Record<string, unknown>, user: (id: number) => Json): Json {
  const out: Json = { ...service };
  const joined = service['new_chat_members'] as readonly number[] | undefined;
  if (joined !== undefined) out['new_chat_members'] = joined.map(user);
  const left = service['left_chat_member'] as number | undefined;
  if (left !== undefined) out['left_chat_member'] = user(left);
  const invited = service['video_chat_participants_invited'] as { readonly users: readonly number[] } | undefined;
  if (invited !== undefined) out['video_chat_participants_invited'] = { users: invited.users.map(user) };
  return out;
}

/** Without the fields that are undefined: absent and null are different things to clients. */
function compact(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
