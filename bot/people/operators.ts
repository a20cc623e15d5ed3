import { type Api, GrammyError } from 'grammy';
import type { ChatMember } from 'grammy/types';
import type { Logger } from '../../log.ts';
import { personOf } from './speaker.ts';

/** Who may steer a chat's stream, as Telegram says: its creator and the administrators who may manage video chats. */
export interface Operators {
  isOperator(chatId: number, userId: number): Promise<boolean>;
  /** Somebody to ask, as `@olga` or a first name; null when there is nobody to name. */
  someone(chatId: number): Promise<string | null>;
  /** Forgets what is known of a chat; called when a membership in it changes. */
  forget(chatId: number): void;
}

/** Telegram is asked again after this long, should a change go unnoticed. */
const freshMs = 60_000;
/** A chat more than this and the ones longest known are forgotten. */
const mostChats = 1_000;

interface Known {
  readonly at: number;
  readonly admins: Promise<readonly ChatMember[]>;
}

/**
 * Creates the cache over getChatAdministrators: one request a chat and minute, whoever asks.
 */
export function createOperators({
  api,
  readAssistants,
  now,
  log,
}: {
  readonly api: Api;
  /** User ids of all players' accounts: they may manage video chats, but are nobody to ask. */
  readonly readAssistants: () => Promise<readonly number[]>;
  readonly now: () => number;
  readonly log: Logger;
}): Operators {
  const known = new Map<number, Known>();

  /** The administrators, asked for once however many ask at the same time. */
  const adminsOf = async (chatId: number): Promise<readonly ChatMember[]> => {
    const cached = known.get(chatId);
    if (cached !== undefined && now() - cached.at < freshMs) return await cached.admins;
    const entry = { at: now(), admins: api.getChatAdministrators(chatId) };
    // Taken out and put in again, the entry is the youngest: the first key is then the one to forget.
    known.delete(chatId);
    known.set(chatId, entry);
    if (known.size > mostChats) known.delete(known.keys().next().value ?? chatId);
    try {
      return await entry.admins;
    } catch (error) {
      if (known.get(chatId) === entry) known.delete(chatId);
      // Telegram said no (the bot was removed, say): then nobody is known to be an operator. An outage is not for us to hide.
      if (!(error instanceof GrammyError)) throw error;
      log.warn({ chatId, reason: error.description }, 'cannot read the administrators of a chat');
      return [];
    }
  };

  return {
    // A private chat has none, and Telegram refuses the question.
    isOperator: async (chatId, userId) =>
      chatId < 0 && (await adminsOf(chatId)).some((it) => it.user.id === userId && steers(it)),
    async someone(chatId) {
      const [admins, assistants] = await Promise.all([adminsOf(chatId), readAssistants()]);
      const people = admins.filter(
        (it) => !it.user.is_bot && !assistants.includes(it.user.id) && steers(it) && !isAnonymous(it),
      );
      const best = people.find((it) => it.user.username !== undefined) ?? people[0];
      return best === undefined ? null : personOf(best.user).name;
    },
    forget: (chatId) => {
      known.delete(chatId);
    },
  };
}

/** The right that SPEC.md makes an operator by. */
function steers(member: ChatMember): boolean {
  return member.status === 'creator' || (member.status === 'administrator' && member.can_manage_video_chats);
}

/** Those who chose to be anonymous are not named to others. */
function isAnonymous(member: ChatMember): boolean {
  return (member.status === 'creator' || member.status === 'administrator') && member.is_anonymous;
}
