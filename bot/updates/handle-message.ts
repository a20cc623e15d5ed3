import type { Message } from 'grammy/types';
import type { Turns } from '../../control/turns.ts';
import { refusalOf } from '../api-errors.ts';
import type { CommandCall } from '../commands/command.ts';
import { addsTracks, commands } from '../commands/commands.ts';
import { listForModerators } from '../commands/list-for-moderators.ts';
import { type Parsed, parseCommand } from '../commands/parse-command.ts';
import { fileOf } from '../commands/play-query.ts';
import { addToGroup, groupWelcome } from '../commands/start.ts';
import type { BotContext } from '../context.ts';
import { languageFor } from '../people/language.ts';
import { type Speaker, speakerOf } from '../people/speaker.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { displayName } from '../texts/display-name.ts';
import type { Locale } from '../texts/texts.ts';
import { errorText } from './error-text.ts';

/** Messages older than this were written while the bot was away; they are answered, but not acted on. */
const recentMs = 5 * 60_000;

/** An update with a message. */
type MessageContext = BotContext & { readonly message: Message };

/** Answers messages. */
export type MessageHandler = (context: MessageContext) => Promise<void>;

/** Creates the handler: every message that is meant for the bot gets an answer, whatever goes wrong. */
export function createMessageHandler(services: BotServices, turns: Turns): MessageHandler {
  /** Chats that were told about old messages, so that a hundred of them get one answer. */
  const toldAway = new Set<number>();

  /** Does a command; gives what is still to be said, as most commands answer by themselves. */
  const runCommand = async (
    call: CommandCall,
    { name, isMentioned }: Extract<Parsed, { type: 'command' }>,
  ): Promise<Answer | null> => {
    const { texts } = services;
    const { message, locale } = call;
    const isPrivate = message.chat.type === 'private';
    const entry = commands.get(name);
    if (entry === undefined) {
      const html = texts.html(locale, 'unknown-command', { command: displayName(name, 32) });
      // In a group it may well be another bot's command.
      return isPrivate || isMentioned ? { html } : null;
    }
    if (isPrivate && entry.where === 'groups') {
      const key = addsTracks(name) ? 'play-private' : 'only-in-groups';
      return { html: texts.html(locale, key), keyboard: addToGroup(services, locale) };
    }
    if (services.now() - message.date * 1000 > recentMs) {
      if (toldAway.has(message.chat.id)) return null;
      toldAway.add(message.chat.id);
      return { html: texts.html(locale, 'away') };
    }
    toldAway.delete(message.chat.id);
    await entry.run(services, call);
    return null;
  };

  /** Answers a message that is meant for the bot, also when something breaks. */
  const answer = async (context: MessageContext, { parsed, speaker, after }: Meant): Promise<void> => {
    const { message } = context;
    const updateId = context.update.update_id;
    const { api, log, observer } = services;
    const begunAt = performance.now();
    const observe = (result: 'done' | 'refused' | 'failed') => {
      if (parsed.type !== 'command') return;
      observer.onCommand(commands.has(parsed.name) ? parsed.name : null, result, performance.now() - begunAt);
    };
    let locale: Locale = 'en';
    try {
      await rememberPeople(services, message, speaker);
      locale = await languageFor(services, message.chat.id, speaker);
      if (message.chat.type === 'private') await listForModerators(services, message.chat.id, locale);
      const operation = `u${updateId}.${message.message_id}`;
      const said =
        parsed.type === 'command'
          ? await runCommand({ context, message, speaker, locale, operation, argument: parsed.argument, after }, parsed)
          : answerOther(services, message, locale);
      if (said !== null) {
        await reply(api, message, said);
        observe('refused');
      } else if (parsed.type === 'command' && commands.has(parsed.name)) {
        // What is no command of ours and gets no answer was another bot's.
        observe('done');
      }
    } catch (error) {
      if (refusalOf(error) === 'chat-closed') {
        observe('refused');
        log.info({ chatId: message.chat.id }, 'may not write in a chat');
        return;
      }
      observe('failed');
      log.error({ err: error, chatId: message.chat.id, updateId }, 'a message could not be handled');
      await reply(api, message, { html: errorText(services.texts, locale, error) });
    }
  };

  return async (context) => {
    const { me, cards } = services;
    const { message } = context;
    const { chat } = message;
    // Every message counts, also those that are not for us: they push the card up.
    if (chat.type !== 'private') cards.noteMessage(chat.id, message.message_id);
    const speaker = speakerOf(message);
    const parsed = parseCommand(message, me.username);
    if (speaker === null || speaker.user?.is_bot === true || parsed.type === 'other-bot') return;
    if (chat.type !== 'private' && parsed.type === 'none') return;
    if (parsed.type !== 'command' || !addsTracks(parsed.name)) {
      return await answer(context, { parsed, speaker, after: Promise.resolve() });
    }
    // Taken before anything is waited for: turns stand in the order in which Telegram delivered the messages.
    const turn = turns.take(chat.id);
    try {
      await answer(context, { parsed, speaker, after: turn.reached });
    } finally {
      turn.end();
    }
  };
}

/** A message that is meant for the bot. `after`: see {@link CommandCall.after}. */
interface Meant {
  readonly parsed: Exclude<Parsed, { type: 'other-bot' }>;
  readonly speaker: Speaker;
  readonly after: Promise<void>;
}

/** What to say to something that is no command: a mention in a group, a file or text in private. */
function answerOther(services: BotServices, message: Message, locale: Locale): Answer | null {
  const { texts } = services;
  if (message.chat.type !== 'private') return groupWelcome(services, locale);
  const keyboard = addToGroup(services, locale);
  const file = fileOf(message, { voice: '…', videoNote: '…' });
  if (file !== null) {
    const name = file.title ?? (file.source.type === 'telegram' ? file.source.fileName : null) ?? '…';
    return { html: texts.html(locale, 'audio-private', { name: displayName(name, 40) }), keyboard };
  }
  // Service messages (a pinned message, a changed photo) are not meant for anybody.
  const isSaid = message.text !== undefined || message.caption !== undefined || message.sticker !== undefined;
  return isSaid ? { html: texts.html(locale, 'text-private') } : null;
}

/** Notes who speaks and where, under their present names; only of those who speak to the bot. */
async function rememberPeople({ control }: BotServices, { chat }: Message, { user }: Speaker): Promise<void> {
  if (user !== null) await control.people.seen(user);
  if (chat.type === 'group' || chat.type === 'supergroup') {
    await control.people.chatSeen({ id: chat.id, type: chat.type, title: chat.title, username: chat.username });
  }
}
