import { type Api, GrammyError } from 'grammy';
import type { ChatMember, UserFromGetMe } from 'grammy/types';
import type { Logger } from '../log.ts';
import type { PlayerInfo, StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Advice } from './announcer/advice.ts';

/** Brings the assistant into a chat and gets it the rights it needs, as far as the bot may; says what is missing otherwise. */
export interface AssistantEntry {
  /** Does what can be done about the problem of a blocked stream, and gives what to tell the chat about it. */
  attend(streamId: StreamId, problem: Advice): Promise<Advice>;
  /** Lets the assistant in when it asks to join; anybody else's request is left to the admins. */
  answerJoinRequest(chatId: number, userId: number): Promise<void>;
  /** An assistant that plays, connected ones first; null when no player runs. */
  assistant(): Promise<PlayerInfo | null>;
}

/** What it is made with. */
export interface AssistantEntryDependencies {
  readonly api: Api;
  readonly me: UserFromGetMe;
  readonly store: Pick<RealtimeStore, 'players' | 'commands'>;
  readonly log: Logger;
  readonly now: () => number;
}

/** An invite link is for the assistant alone and short-lived, should somebody else see it. */
const linkLifeMs = 600_000;

/** Creates it. How the assistant comes in: shared TELEGRAM-CALLS.md, "The assistant comes in". */
export function createAssistantEntry({ api, me, store, log, now }: AssistantEntryDependencies): AssistantEntry {
  const assistant = async () => {
    const players = await store.players.list();
    return players.find(({ isConnected }) => isConnected) ?? players[0] ?? null;
  };

  /** Unban, invite: whatever it takes to get in. */
  const letIn = async (streamId: StreamId, assistantId: number): Promise<Advice> => {
    const bot = await api.getChatMember(streamId, me.id);
    const member = await memberOf(api, streamId, assistantId);
    if (member?.status === 'kicked') {
      if (!mayDo(bot, 'can_restrict_members')) return 'assistant-banned';
      await api.unbanChatMember(streamId, assistantId, { only_if_banned: true });
    } else if (member !== null && isInside(member)) {
      // It is in the chat already; only the player has not seen that yet.
      await store.commands.send({ type: 'retry', streamId });
      return 'bringing-in';
    }
    if (!mayDo(bot, 'can_invite_users')) return 'assistant-missing';
    const { invite_link: inviteLink } = await api.createChatInviteLink(streamId, {
      name: 'Efir',
      member_limit: 1,
      expire_date: Math.floor((now() + linkLifeMs) / 1000),
    });
    await store.commands.send({ type: 'join-chat', streamId, inviteLink });
    return 'bringing-in';
  };

  /** A member may not start a voice chat, nor speak where only admins may: an administrator who manages video chats may both. */
  const promote = async (streamId: StreamId, assistantId: number, problem: Advice): Promise<Advice> => {
    const bot = await api.getChatMember(streamId, me.id);
    if (!mayDo(bot, 'can_promote_members') || !mayDo(bot, 'can_manage_video_chats')) return problem;
    await api.promoteChatMember(streamId, assistantId, { can_manage_video_chats: true });
    await store.commands.send({ type: 'retry', streamId });
    return problem;
  };

  /** What can be done about each problem; most are for people to solve. */
  const act = async (streamId: StreamId, problem: Advice, assistantId: number): Promise<Advice> => {
    switch (problem) {
      case 'assistant-missing':
      case 'assistant-banned':
        return await letIn(streamId, assistantId);
      case 'may-not-start-call':
      case 'may-not-speak':
        return await promote(streamId, assistantId, problem);
      default:
        return problem;
    }
  };

  return {
    assistant,
    async attend(streamId, problem) {
      const player = await assistant();
      // Nobody would hear the command, and nobody knows which account it is about.
      if (player === null) return 'no-player';
      try {
        return await act(streamId, problem, player.assistantId);
      } catch (error) {
        // A right that was taken away meanwhile, or one that this group does not have: then people have to help.
        if (!(error instanceof GrammyError)) throw error;
        log.warn({ streamId, problem, reason: error.description }, 'could not help the assistant in');
        return problem;
      }
    },
    async answerJoinRequest(chatId, userId) {
      const players = await store.players.list();
      if (!players.some(({ assistantId }) => assistantId === userId)) return;
      await api.approveChatJoinRequest(chatId, userId);
      await store.commands.send({ type: 'retry', streamId: chatId });
    },
  };
}

/** null: Telegram does not know the account in this chat. */
async function memberOf(api: Api, chatId: number, userId: number): Promise<ChatMember | null> {
  try {
    return await api.getChatMember(chatId, userId);
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400) return null;
    throw error;
  }
}

/** `restricted` people may have left. */
function isInside(member: ChatMember): boolean {
  return member.status !== 'left' && (member.status !== 'restricted' || member.is_member);
}

/** The rights of the bot that matter here. */
type Right = 'can_restrict_members' | 'can_invite_users' | 'can_promote_members' | 'can_manage_video_chats';

/** Whether the bot has the right; as a plain member it has none. */
function mayDo(bot: ChatMember, right: Right): boolean {
  return bot.status === 'administrator' && bot[right];
}
