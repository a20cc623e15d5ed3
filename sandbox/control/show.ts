import type { MediaServer } from '../media/media-server.ts';
import { inviteUrl } from '../world/invites.ts';
import type { Chat, GroupCall, Message } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** The whole world, for GET /control/state. */
export function showState(world: World, media: MediaServer): unknown {
  const bot = world.bot();
  return {
    bot: bot === undefined ? null : { id: bot.id, username: bot.username },
    assistants: world.assistants().map(({ id, username }) => ({ id, username })),
    users: world.users(),
    chats: world.chats().map((chat) => showChat(world, chat)),
    calls: world
      .calls()
      .filter((call) => call.state !== 'discarded')
      .map((call) => ({
        id: call.id,
        chatId: call.chatId,
        state: call.state,
        version: call.version,
        title: call.title,
        startedAt: call.startedAt,
        ...showCall(world, media, call),
      })),
    unknownMethods: world.unknownMethods(),
  };
}

/** GET /control/calls/:chatId. */
export interface CallView {
  readonly active: boolean;
  readonly participants: readonly Readonly<Record<string, unknown>>[];
  /** RTP packets accepted so far. */
  readonly packets: number;
}

/** The call of a chat; a call that is scheduled or missing is not active. */
export function showCall(world: World, media: MediaServer, call: GroupCall | undefined): CallView {
  if (call === undefined || call.state !== 'active') return { active: false, participants: [], packets: 0 };
  // The fixed fields of SANDBOX.md, then what a test may want besides.
  const participants = [...call.participants.values()].map((participant) => {
    const user = world.user(participant.userId);
    return {
      userId: participant.userId,
      isBot: user?.isBot ?? false,
      isAssistant: user?.isAssistant ?? false,
      muted: participant.muted,
      canSelfUnmute: participant.canSelfUnmute,
      via: participant.via,
      ...(participant.source === 0 ? {} : { ssrc: participant.source }),
      receiving: media.isReceiving(call.id, participant.userId),
    };
  });
  return { active: true, participants, packets: media.packets(call.id) };
}

/** A message as GET /control/messages lists it: the fixed fields, then what the page shows besides. */
export function showMessage(message: Message): unknown {
  const { media } = message;
  return {
    messageId: message.messageId,
    fromId: message.fromId,
    text: message.text ?? '',
    caption: message.caption,
    entities: message.entities ?? message.captionEntities,
    replyMarkup: message.replyMarkup,
    replyTo: message.replyTo,
    threadId: message.threadId,
    date: message.date,
    editCount: message.editCount,
    deleted: message.deleted,
    editDate: message.editDate,
    senderChatId: message.senderChatId,
    mediaGroup: message.mediaGroup,
    service: message.service,
    file:
      media === undefined
        ? undefined
        : {
            kind: media.kind,
            documentId: media.documentId,
            name: media.fileName,
            title: media.title,
            performer: media.performer,
            durationSec: media.durationSec,
            mime: media.mime,
            sizeBytes: media.sizeBytes,
          },
  };
}

/** With memberships of all kinds, also of who left, and the links that work. */
function showChat(world: World, chat: Chat): unknown {
  return {
    id: chat.id,
    type: chat.type,
    title: chat.title,
    username: chat.username,
    migratedTo: chat.migratedTo,
    members: Object.values(chat.members),
    inviteLinks: world.invites(chat.id).filter(world.isInviteOpen).map(inviteUrl),
  };
}
