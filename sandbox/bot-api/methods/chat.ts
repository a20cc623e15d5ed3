import { inviteUrl } from '../../world/invites.ts';
import type { Chat } from '../../world/model.ts';
import { isAdministrator } from '../../world/rights.ts';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import { reachChat } from '../chat-access.ts';
import { fileIdOf, filePathOf, fileUniqueIdOf, parseFileId } from '../file-ids.ts';
import type { Params } from '../params.ts';

/** Largest file that getFile hands out: 20 MB. */
const maxFileBytes = 20 * 1024 * 1024;

/** Reading chats, members and files. */
export function chatMethods(context: BotContext): Methods {
  const { world, render } = context;
  return {
    /** Title, kind, what members may; the bot's own primary link when it may invite. */
    getChat: (params) => getChat(context, reachChat(context, params)),
    /** Status and rights; `left` for who never came. */
    getChatMember: (params) => {
      const chat = reachChat(context, params);
      const userId = readUser(context, params);
      return render.member(chat, userId);
    },
    /** Creator first or not: the order says nothing, as in Telegram. */
    getChatAdministrators: (params) => {
      const chat = reachChat(context, params);
      if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
      // Other bots are left out, the asking one is not.
      return world
        .members(chat.id)
        .filter(isAdministrator)
        .filter(({ userId }) => userId === context.bot().id || world.user(userId)?.isBot !== true)
        .map(render.membership);
    },
    /** Everybody in the chat, bots too. */
    getChatMemberCount: (params) => {
      const chat = reachChat(context, params);
      return chat.type === 'private' ? 2 : world.members(chat.id).length;
    },
    /** The bot goes; it comes back only when somebody adds it. */
    leaveChat: (params) => {
      const chat = reachChat(context, params);
      if (chat.type === 'private') throw badRequest("chat can't be left");
      world.setMember(chat.id, context.bot().id, { status: 'left' }, context.bot().id);
      return true;
    },
    /** Where to fetch a file: the path stays good for as long as the world, at least the hour that Telegram promises. */
    getFile: (params) => {
      const known = parseFileId(params.text('file_id') ?? '');
      const media = known === null ? undefined : world.file(known.documentId);
      if (media === undefined) throw badRequest('invalid file_id');
      if (media.sizeBytes > maxFileBytes) throw badRequest('file is too big');
      return {
        file_id: fileIdOf(media),
        file_unique_id: fileUniqueIdOf(media),
        file_size: media.sizeBytes,
        file_path: filePathOf(media),
      };
    },
  };
}

/** The user that a request means by `user_id`. @throws ApiError 400 when nobody has that id. */
export function readUser({ world }: BotContext, params: Params): number {
  const userId = params.integer('user_id');
  if (userId === undefined || userId <= 0) throw badRequest('invalid user_id specified');
  if (world.user(userId) === undefined) throw badRequest('user not found');
  return userId;
}

/** A ChatFullInfo, as far as the stand-in knows chats. */
function getChat({ world, render, bot }: BotContext, chat: Chat): unknown {
  const member = chat.members[bot().id];
  const primary = [...invitesOf(world, chat, bot().id)].at(-1);
  const mayInvite = isAdministrator(member) && member?.canInviteUsers === true;
  return {
    ...render.chat(chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(chat.type === 'private' || chat.type === 'channel' ? {} : { permissions: usualPermissions }),
    ...(mayInvite && primary !== undefined ? { invite_link: inviteUrl(primary) } : {}),
  };
}

/** What members of a new group may do in Telegram. */
const usualPermissions = {
  can_send_messages: true,
  can_send_audios: true,
  can_send_documents: true,
  can_send_photos: true,
  can_send_videos: true,
  can_send_video_notes: true,
  can_send_voice_notes: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_change_info: false,
  can_invite_users: true,
  can_pin_messages: false,
  can_manage_topics: false,
};

/** The creator's primary links that still open the door. */
function invitesOf(world: BotContext['world'], chat: Chat, creator: number) {
  return world
    .invites(chat.id)
    .filter((invite) => invite.isPrimary && invite.createdBy === creator && !invite.isRevoked);
}
