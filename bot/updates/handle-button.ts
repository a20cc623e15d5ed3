import type { CallbackQuery, Message } from 'grammy/types';
import type { Request } from '../../control/dependencies.ts';
import { type Button, parseButton } from '../announcer/button-data.ts';
import { editCard, retireCard } from '../announcer/card-message.ts';
import { refusalOf } from '../api-errors.ts';
import { parseCommandButton } from '../commands/command-button.ts';
import { readQueueAnswer, sendQueue } from '../commands/queue.ts';
import { helpPage, languageQuestion, welcome } from '../commands/start.ts';
import { languageFor } from '../people/language.ts';
import { personOf } from '../people/speaker.ts';
import { reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';
import { pressCommandButton, type Toast } from './press-command-button.ts';

/** A press: by whom, on which message of ours. */
interface Press {
  /** As Telegram delivered it. */
  readonly query: CallbackQuery;
  readonly message: Message;
  /** The language of whoever pressed, for the toast. */
  readonly locale: Locale;
}

/** Does what a button says and answers with a toast, always: Telegram shows a clock on the button until then. */
export async function handleButton(services: BotServices, query: CallbackQuery): Promise<void> {
  const { texts, log } = services;
  let locale: Locale = 'en';
  let toast: Toast = { key: 'toast-error' };
  try {
    await services.control.people.seen(query.from);
    locale = await languageFor(services, query.message?.chat.id ?? query.from.id, { user: query.from });
    toast = await press(services, query, locale);
  } catch (error) {
    log.error({ err: error, data: query.data }, 'a button could not be handled');
  }
  try {
    const text = toast.key === '' ? '' : texts.plain(locale, toast.key, toast.variables);
    await services.api.answerCallbackQuery(query.id, text === '' ? {} : { text });
  } catch (error) {
    // Telegram waits 150 s at most; after an outage the toast is too late, but the button has been obeyed.
    if (refusalOf(error) !== 'callback-over') throw error;
    log.debug({ data: query.data }, 'a toast came too late');
  }
}

/** Gives the toast; an empty key for none. */
async function press(services: BotServices, query: CallbackQuery, locale: Locale): Promise<Toast> {
  const { message, data = '' } = query;
  // A message that is too old comes with date 0 and without its text.
  if (message === undefined || message.date === 0) return { key: 'toast-outdated' };
  const pressed: Press = { query, message: message as Message, locale };
  const commandButton = parseCommandButton(data);
  if (commandButton !== null) {
    const request = await requestOf(services, pressed);
    return await pressCommandButton(services, { request, messageId: message.message_id, locale }, commandButton);
  }
  const button = parseButton(data);
  return { key: button === null ? 'toast-outdated' : await pressCardButton(services, pressed, button) };
}

/** Gives the key of the toast; empty for none. */
async function pressCardButton(services: BotServices, pressed: Press, button: Button): Promise<string> {
  const { message, locale } = pressed;
  switch (button.type) {
    case 'pause':
    case 'play':
      return await pressPause(services, pressed, button);
    case 'skip':
      return await pressSkip(services, pressed, button.generation);
    case 'resume':
      return await pressResume(services, pressed);
    // Anybody may ask to try again: it changes nothing but the time of the next attempt.
    case 'retry':
      await services.store.commands.send({ type: 'retry', streamId: message.chat.id });
      await services.attend(message.chat.id);
      return 'toast-retrying';
    // A message of its own, as the card has to stay what it is.
    case 'queue':
      await sendQueue(services, pressed.message, locale);
      return '';
    case 'page': {
      const answer = await readQueueAnswer(services, message.chat.id, button.page, locale);
      await editCard(services.api, message.chat.id, message.message_id, answer);
      return '';
    }
    default:
      return await pressPrivate(services, pressed, button);
  }
}

/**
 * The request of a press. Telegram names the person even if they are an anonymous administrator, so rights are theirs.
 * The id of the query names the operation: it is the same when Telegram delivers the press again.
 */
async function requestOf({ control, operators }: BotServices, { query, message }: Press): Promise<Request> {
  const { id } = query.from;
  const [{ role, isBlocked }, isChatOperator] = await Promise.all([
    control.people.standing(id),
    operators.isOperator(message.chat.id, id),
  ]);
  const actor = { person: personOf(query.from), role, isBlocked, isChatOperator };
  return { streamId: message.chat.id, actor, operation: `c${query.id}` };
}

/** ⏸ and ▶. The card is redrawn also when nothing happened, as whoever pressed saw an outdated one. */
async function pressPause(
  services: BotServices,
  pressed: Press,
  { type, generation }: Extract<Button, { generation: number }>,
): Promise<string> {
  const request = await requestOf(services, pressed);
  const isPaused = type === 'pause';
  const result = await services.control.setPaused({ ...request, isPaused, expectedGeneration: generation });
  switch (result.type) {
    case 'forbidden':
      return 'toast-forbidden';
    case 'done':
      services.cards.refresh(request.streamId, { isUrgent: true });
      return isPaused ? 'toast-paused' : 'toast-resumed';
    case 'stale':
      services.cards.refresh(request.streamId, { isUrgent: true });
      return 'toast-stale';
    case 'nothing-playing':
      services.cards.refresh(request.streamId, { isUrgent: true });
      return 'toast-nothing';
  }
}

/** ⏭. A double tap is one skip: the second one names a generation that is over. */
async function pressSkip(services: BotServices, pressed: Press, generation: number): Promise<string> {
  const request = await requestOf(services, pressed);
  const result = await services.control.skip({ ...request, expectedGeneration: generation });
  if (result.type === 'forbidden') return 'toast-skip-forbidden';
  services.cards.refresh(request.streamId, { isUrgent: true });
  if (result.type === 'stale') return 'toast-stale';
  return result.type === 'done' ? 'toast-skipped' : 'toast-nothing';
}

/** ▶ Resume, under the card or under the answer to /stop. */
async function pressResume(services: BotServices, pressed: Press): Promise<string> {
  const request = await requestOf(services, pressed);
  const { streamId } = request;
  const result = await services.control.resume(request);
  if (result.type === 'forbidden') return 'toast-forbidden';
  if (result.type === 'nothing-kept') return 'toast-nothing-kept';
  if (result.type === 'resumed') await services.store.notes.set(streamId, 'language', pressed.locale);
  // It may have been pressed under another message than the card.
  await retireCard(services.api, streamId, pressed.message.message_id);
  services.cards.refresh(streamId, { isUrgent: true, mayPost: true });
  return result.type === 'resumed' ? 'toast-resumed' : 'toast-already-on';
}

/** The buttons of the private chat. */
async function pressPrivate(
  services: BotServices,
  { query, message, locale }: Press,
  button: Extract<Button, { type: 'help' | 'languages' | 'language' }>,
): Promise<string> {
  switch (button.type) {
    case 'help':
      await reply(services.api, message, await helpPage(services, query.from.id, locale));
      return '';
    case 'languages':
      await reply(services.api, message, languageQuestion(services, locale));
      return '';
    case 'language':
      await services.control.people.setLanguage(query.from.id, button.locale);
      await editCard(services.api, message.chat.id, message.message_id, {
        ...welcome(services, button.locale),
        html: services.texts.html(button.locale, 'language-set'),
      });
      return '';
  }
}
