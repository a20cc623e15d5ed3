import { inviteUrl } from '../world/invites.ts';
import type { Chat, Invite, Member, Message } from '../world/model.ts';
import { isAdministrator, isInside } from '../world/rights.ts';
import type { World } from '../world/world.ts';
import type { Json, Renderer } from './render.ts';
import type { UpdateQueue } from './update-queue.ts';

/**
 * Turns what happens in the world into the bot's updates: what Telegram would tell it, and no more. Without administrator's
 * rights in a group privacy mode holds. Returns the unsubscribe.
 */
export function feedUpdates(world: World, render: Renderer, queue: UpdateQueue): () => void {
  // Asked anew each time: rights change.
  const botIsAdministrator = (chat: Chat) => isAdministrator(chat.members[world.bot()?.id ?? 0]);
  const onMessage = (message: Message) => {
    const chat = world.chat(message.chatId);
    if (chat === undefined || !reachesBot(world, chat, message)) return;
    queue.push(chat.type === 'channel' ? 'channel_post' : 'message', render.message(message));
  };
  const onEdited = (message: Message) => {
    const chat = world.chat(message.chatId);
    if (chat === undefined || !reachesBot(world, chat, message)) return;
    queue.push(chat.type === 'channel' ? 'edited_channel_post' : 'edited_message', render.message(message));
  };
  const onMember = (chat: Chat, before: Member | null, after: Member, by: number) => {
    const isOwn = after.userId === world.bot()?.id;
    // Of others only administrators hear.
    if (!isOwn && !botIsAdministrator(chat)) return;
    const absent: Member = { ...after, status: 'left' };
    const change = {
      chat: render.chat(chat),
      from: render.user(by),
      date: Math.floor(world.nowMs() / 1000),
      old_chat_member: render.membership(before ?? absent),
      new_chat_member: render.membership(after),
    };
    queue.push(isOwn ? 'my_chat_member' : 'chat_member', change);
  };
  // Only administrators who may invite can answer a request, so only they hear of it.
  const onJoinRequest = (chat: Chat, userId: number, invite: Invite) => {
    const bot = chat.members[world.bot()?.id ?? 0];
    if (bot === undefined || !isAdministrator(bot) || !bot.canInviteUsers) return;
    queue.push('chat_join_request', {
      chat: render.chat(chat),
      from: render.user(userId),
      user_chat_id: userId,
      date: Math.floor(world.nowMs() / 1000),
      invite_link: renderInvite(render, invite),
    });
  };
  world.events.on('message', onMessage);
  world.events.on('messageEdited', onEdited);
  world.events.on('member', onMember);
  world.events.on('joinRequest', onJoinRequest);
  return () => {
    world.events.off('message', onMessage);
    world.events.off('messageEdited', onEdited);
    world.events.off('member', onMember);
    world.events.off('joinRequest', onJoinRequest);
  };
}

/** A ChatInviteLink. */
export function renderInvite(render: Renderer, invite: Invite): Json {
  return {
    invite_link: inviteUrl(invite),
    creator: render.user(invite.createdBy),
    creates_join_request: invite.createsJoinRequest,
    is_primary: invite.isPrimary,
    is_revoked: invite.isRevoked,
    ...(invite.name === undefined ? {} : { name: invite.name }),
    ...(invite.expireDate === undefined ? {} : { expire_date: invite.expireDate }),
    ...(invite.memberLimit === undefined ? {} : { member_limit: invite.memberLimit }),
  };
}

/** Privacy mode: https://core.telegram.org/bots/features#privacy-mode. A bot hears neither itself nor other bots. */
function reachesBot(world: World, chat: Chat, message: Message): boolean {
  const bot = world.bot();
  if (bot === undefined || message.deleted) return false;
  if (message.fromId === bot.id || world.user(message.fromId)?.isBot === true) return false;
  if (chat.type === 'private') return true;
  const member = chat.members[bot.id];
  if (!isInside(member)) return isOwnRemoval(message, bot.id);
  if (chat.type === 'channel' || isAdministrator(member) || message.service !== undefined) return true;
  const replied = message.replyTo === undefined ? undefined : world.message(chat.id, message.replyTo);
  return replied?.fromId === bot.id || isCommandFor(message, bot.username ?? '');
}

/** The last thing a bot hears of a group is that it was removed. */
function isOwnRemoval(message: Message, botId: number): boolean {
  return message.service?.['left_chat_member'] === botId;
}

/** A command that names no bot, or this one. */
function isCommandFor(message: Message, username: string): boolean {
  const text = message.text ?? message.caption ?? '';
  const entities = (message.entities ?? message.captionEntities ?? []) as readonly {
    readonly type: string;
    readonly offset: number;
    readonly length: number;
  }[];
  return entities
    .filter((entity) => entity.type === 'bot_command')
    .map((entity) => text.slice(entity.offset, entity.offset + entity.length).split('@')[1])
    .some((name) => name === undefined || name.toLowerCase() === username.toLowerCase());
}
