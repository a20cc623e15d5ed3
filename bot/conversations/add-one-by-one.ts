import type { Conversation } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { Message } from 'grammy/types';
import { mayAdd } from '../../control/policy.ts';
import { nameOfQuery } from '../../control/resolve-query.ts';
import type { PlayQuery } from '../../storage/model.ts';
import { editCard } from '../announcer/card-message.ts';
import { refusalOf } from '../api-errors.ts';
import { actorOf, type Command } from '../commands/command.ts';
import { forbiddenText } from '../commands/forbidden.ts';
import type { BotContext } from '../context.ts';
import type { Speaker } from '../people/speaker.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { displayName } from '../texts/display-name.ts';
import type { Locale } from '../texts/texts.ts';
import { readStep } from './read-step.ts';

/** Its name in the storage. */
export const addConversation = 'add';

/** How it began: kept with the conversation. */
export interface AddStart {
  readonly message: Message;
  readonly speaker: Speaker;
  readonly locale: Locale;
  readonly operation: string;
}

/** How many are gathered at once. */
const mostTracks = 100;
/** The note that says where somebody's prompt stands. */
const promptNote = ({ person }: Speaker) => `adding-${person.id}`;
/** A burst of files becomes one edit of the prompt. */
const editDelayMs = 500;

/** `/add`: begins to gather tracks. An anonymous administrator presses buttons under another name, hence cannot press Done. */
export const add: Command = async (services, call) => {
  const { context, message, speaker, locale, operation } = call;
  const { api, control, store, texts } = services;
  const chatId = message.chat.id;
  if (speaker.user === null) {
    return void (await reply(api, message, { html: texts.html(locale, 'add-anonymous') }));
  }
  // Before anything is gathered, and not only when it is to be added.
  const actor = await actorOf(services, call, { withRights: true });
  if (!mayAdd(actor, await control.readSettings(chatId))) {
    const html = await forbiddenText(services, chatId, locale, 'add-forbidden');
    return void (await reply(api, message, { html }));
  }
  const { conversation } = context;
  // Begun anew, the earlier one is over, and says so.
  await conversation.exit(addConversation);
  const earlier = await store.notes.get<number>(chatId, promptNote(speaker));
  if (earlier !== null) await editCard(api, chatId, earlier, { html: texts.html(locale, 'add-begun-anew') });
  const start: AddStart = { message, speaker, locale, operation };
  await conversation.enter(addConversation, start);
};

/**
 * Gathers tracks one by one; Done adds them all as one edit of the queue, Cancel nothing. The plugin runs this function anew for
 * each update and replays what happened: whatever has an effect stands in `external`, which is run once.
 */
export function addOneByOne(services: BotServices) {
  const { api, bulk, store, texts, log } = services;
  const edits = new Map<number, NodeJS.Timeout>();

  const prompt = ({ locale, speaker }: AddStart, queries: readonly PlayQuery[]): Answer => {
    const last = queries.at(-1);
    const lines =
      last === undefined
        ? [texts.html(locale, 'add-begin')]
        : [
            texts.html(locale, queries.length < mostTracks ? 'add-count' : 'add-full', { count: queries.length }),
            texts.html(locale, 'add-last', { name: nameOf(last) }),
          ];
    const button = (key: string, action: string) => ({
      text: texts.plain(locale, key),
      callback_data: `add/${action}/${speaker.person.id}`,
    });
    const cancel = button('button-cancel', 'cancel');
    return {
      html: lines.join('\n'),
      keyboard: [last === undefined ? [cancel] : [button('button-done', 'done'), cancel]],
    };
  };
  const editLater = (chatId: number, promptId: number, answer: Answer) => {
    clearTimeout(edits.get(promptId));
    const timer = setTimeout(() => {
      edits.delete(promptId);
      editCard(api, chatId, promptId, answer).catch((error: unknown) => log.warn({ err: error, chatId }, 'no edit'));
    }, editDelayMs);
    edits.set(promptId, timer);
  };
  const finish = async (start: AddStart, promptId: number, callbackId: string | null, html: string) => {
    const chatId = start.message.chat.id;
    await store.notes.remove(chatId, promptNote(start.speaker));
    clearTimeout(edits.get(promptId));
    edits.delete(promptId);
    try {
      if (callbackId !== null) await api.answerCallbackQuery(callbackId);
    } catch (error) {
      // After an outage the answer is too late, but the button is obeyed.
      if (refusalOf(error) !== 'callback-over') throw error;
    }
    await editCard(api, chatId, promptId, { html });
  };

  return async (conversation: Conversation<BotContext, Context>, _context: Context, start: AddStart): Promise<void> => {
    const { message, locale } = start;
    const chatId = message.chat.id;
    const promptId = await conversation.external(async () => {
      const { message_id: id } = await reply(api, message, prompt(start, []));
      await store.notes.set(chatId, promptNote(start.speaker), id);
      return id;
    });
    const queries: PlayQuery[] = [];
    for (;;) {
      const { update } = await conversation.wait();
      const step = readStep(update, promptId);
      switch (step.type) {
        case 'other':
          // Whoever adds may steer meanwhile, and talk.
          await conversation.skip({ next: true });
          break;
        case 'add':
          queries.push(...step.queries.slice(0, mostTracks - queries.length));
          await conversation.external(() => editLater(chatId, promptId, prompt(start, queries)));
          break;
        case 'cancel':
          await conversation.external(() =>
            finish(start, promptId, step.callbackId, texts.html(locale, 'add-cancelled')),
          );
          return;
        case 'done':
          await conversation.external(async (context) => {
            await finish(start, promptId, step.callbackId, texts.html(locale, 'add-done', { count: queries.length }));
            const call = { ...start, context, argument: '', after: Promise.resolve() };
            await bulk?.addMany(call, queries, 'end');
          });
          return;
      }
    }
  };
}

/** What the person just sent, as far as it has a name. */
function nameOf(query: PlayQuery): string {
  return displayName(nameOfQuery(query) || '…', 60);
}
