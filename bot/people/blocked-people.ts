import type { User } from 'grammy/types';
import { isBlockedOut } from '../../control/policy.ts';
import { refusalOf } from '../api-errors.ts';
import { parseCommand } from '../commands/parse-command.ts';
import type { BotContext } from '../context.ts';
import { format } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { languageFor } from './language.ts';
import { speakerOf } from './speaker.ts';

/** Its note on the person's private chat: the block that they have been told of. */
const toldNote = 'blocked-told';

/** Whether an update is from somebody who is blocked, and has been dealt with. */
export type BlockedGate = (context: BotContext) => Promise<boolean>;

/**
 * Creates the gate: blocked people are told once of each block, quietly, also across restarts, and ignored from then on.
 */
export function createBlockedGate(services: BotServices): BlockedGate {
  const { control, store } = services;
  /** Of updates that are handled at the same time one tells; the note alone would be read by all of them before one has written it. */
  const told = new Map<number, string>();
  const isFirst = async (userId: number): Promise<boolean> => {
    const block = await control.people.nameOfBlock(userId);
    if (told.get(userId) === block) return false;
    told.set(userId, block);
    if ((await store.notes.get<string>(userId, toldNote)) === block) return false;
    // Before it is said: rather never than every time.
    await store.notes.set(userId, toldNote, block);
    return true;
  };
  return async (context) => {
    const user = context.callbackQuery?.from ?? (isMeant(services, context) ? context.from : undefined);
    if (user === undefined || !isBlockedOut(await control.people.standing(user.id))) return false;
    await answer(services, context, user, await isFirst(user.id));
    return true;
  };
}

/** Says it, or nothing; a press is answered in any case, as Telegram shows a clock on the button until then. */
async function answer(services: BotServices, context: BotContext, user: User, isFirst: boolean): Promise<void> {
  const { api, cards, texts } = services;
  const { message, callbackQuery } = context;
  const chatId = context.chat?.id ?? user.id;
  const text = texts.plain(await languageFor(services, chatId, { user }), 'blocked');
  if (callbackQuery !== undefined) {
    await api.answerCallbackQuery(callbackQuery.id, isFirst ? { text } : {}).catch(ignoreOver);
    return;
  }
  if (message === undefined) return;
  // Every message counts: they push the card up.
  if (message.chat.type !== 'private') cards.noteMessage(chatId, message.message_id);
  if (!isFirst) return;
  await api.sendMessage(chatId, text, {
    ...format,
    reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
    disable_notification: true,
  });
}

/** Whether a message is for the bot: everything in private, in a group what names it. Service messages are for nobody. */
function isMeant({ me }: BotServices, { message }: BotContext): boolean {
  if (message === undefined) return false;
  const speaker = speakerOf(message);
  if (speaker === null || speaker.user === null || speaker.user.is_bot) return false;
  const { type } = parseCommand(message, me.username);
  return message.chat.type === 'private' ? type !== 'other-bot' : type === 'command' || type === 'mention';
}

function ignoreOver(error: unknown): void {
  if (refusalOf(error) !== 'callback-over') throw error;
}
