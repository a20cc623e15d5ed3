import type { ChatMember, ChatMemberUpdated, Message } from 'grammy/types';
import { groupWelcome } from '../commands/start.ts';
import { languageFor } from '../people/language.ts';
import { format } from '../reply.ts';
import type { BotServices } from '../services.ts';

/** The bot came to a chat, left it, or its rights changed. */
export async function handleOwnMembership(services: BotServices, update: ChatMemberUpdated): Promise<void> {
  const { chat, from, old_chat_member: before, new_chat_member: after } = update;
  services.operators.forget(chat.id);
  // In private this is somebody blocking the bot; channels have no streams.
  if (chat.type !== 'group' && chat.type !== 'supergroup') return;
  if (!isInside(after)) {
    // Nobody could steer it any more.
    await services.store.playback.stop(
      chat.id,
      { endReason: 'manual', detail: 'bot-removed' },
      `left.${chat.id}.${update.date}`,
    );
    await services.store.commands.send({ type: 'wake', streamId: chat.id });
    return;
  }
  if (!isInside(before)) {
    // The welcome is for whoever added the bot.
    const locale = await languageFor(services, chat.id, { user: from.is_bot ? null : from });
    await services.api.sendMessage(chat.id, groupWelcome(services, locale).html, format);
    return;
  }
  // Perhaps the right that was missing.
  await attendIfBlocked(services, chat.id);
}

/** Somebody else came, left, or their rights changed. */
export async function handleMembership(services: BotServices, update: ChatMemberUpdated): Promise<void> {
  const { chat, new_chat_member: after } = update;
  services.operators.forget(chat.id);
  const players = await services.store.players.list();
  const isAssistant = players.some(({ assistantId }) => assistantId === after.user.id);
  // It came in, or got a right: a stream that waited for that goes on.
  if (isAssistant && isInside(after)) await services.store.commands.send({ type: 'retry', streamId: chat.id });
}

/** A voice chat began: a stream that waited for it goes on. */
export async function handleVoiceChatStarted({ store }: BotServices, { chat }: Message): Promise<void> {
  const { isOn } = await store.playback.read(chat.id);
  if (isOn) await store.commands.send({ type: 'retry', streamId: chat.id });
}

/** Has another look at a stream that waits for people to help. */
async function attendIfBlocked({ store, attend }: BotServices, chatId: number): Promise<void> {
  const [{ isOn }, { state }] = await Promise.all([store.playback.read(chatId), store.playback.readState(chatId)]);
  if (isOn && state === 'blocked') await attend(chatId);
}

/** Somebody who is restricted may still be in the chat, or not: Telegram says so apart. */
function isInside(member: ChatMember): boolean {
  return (
    member.status === 'creator' ||
    member.status === 'administrator' ||
    member.status === 'member' ||
    (member.status === 'restricted' && member.is_member)
  );
}
