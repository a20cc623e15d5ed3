import type { Request } from '../../control/dependencies.ts';
import { may } from '../../control/policy.ts';
import { editCard, retireCard } from '../announcer/card-message.ts';
import { type CommandButton, itemKeyboard, undoKeyboard } from '../commands/command-button.ts';
import { undoText } from '../commands/undo.ts';
import { voteAnswer } from '../commands/vote.ts';
import { readChatLocale } from '../people/chat-locale.ts';
import type { BotServices } from '../services.ts';
import { trackName } from '../texts/display-name.ts';
import { displayPlace } from '../texts/display-place.ts';
import { exactSpan } from '../texts/exact-span.ts';
import type { Locale, Variables } from '../texts/texts.ts';

/** Should an edit give nothing back. */
const untitled = { title: '…', performer: null };

/** A toast: a key of the texts and its variables. */
export interface Toast {
  readonly key: string;
  readonly variables?: Variables;
}

/** A press of a button under an answer to a command. */
export interface CommandPress {
  readonly request: Request;
  readonly messageId: number;
  readonly locale: Locale;
}

/** Does what the button says; gives the toast. A button whose time is over does nothing but say so, and goes. */
export function pressCommandButton(services: BotServices, press: CommandPress, button: CommandButton): Promise<Toast> {
  switch (button.type) {
    case 'undo':
      return pressUndo(services, press, button.version);
    case 'vote':
      return pressVote(services, press, button.generation);
    case 'top':
      return pressTop(services, press, button.itemId);
    case 'drop':
      return pressDrop(services, press, button.itemId);
    case 'keep':
      return pressKeep(services, press, button.sessionId);
  }
}

async function pressUndo(services: BotServices, press: CommandPress, expectedVersion: number): Promise<Toast> {
  const { cards, control, texts } = services;
  const { request, locale, messageId } = press;
  const result = await control.undo({ ...request, expectedVersion });
  if (result.type === 'forbidden') return { key: 'toast-forbidden' };
  if (result.type !== 'done') {
    await retire(services, press);
    return { key: 'toast-queue-stale' };
  }
  cards.refresh(request.streamId);
  await editCard(services.api, request.streamId, messageId, { html: undoText(texts, locale, result) });
  return { key: 'toast-undone' };
}

async function pressVote(services: BotServices, press: CommandPress, expectedGeneration: number): Promise<Toast> {
  const { api, cards, control, store, texts } = services;
  const { request, messageId } = press;
  const { streamId } = request;
  const result = await control.vote({ ...request, expectedGeneration });
  // The question is the chat's: only the toast speaks the language of whoever presses.
  const locale = await readChatLocale(store, streamId);
  switch (result.type) {
    case 'counted':
      await editCard(api, streamId, messageId, voteAnswer(texts, locale, result));
      return { key: 'toast-vote', variables: { votes: result.votes, needed: result.needed } };
    case 'done':
      await store.notes.remove(streamId, 'vote');
      cards.refresh(streamId, { isUrgent: true });
      await editCard(api, streamId, messageId, voteAnswer(texts, locale, result));
      return { key: 'toast-skipped' };
    case 'not-listening':
      return { key: 'toast-not-listening' };
    case 'nothing-playing':
    case 'stale':
      await retire(services, press);
      return { key: 'toast-vote-stale' };
    case 'forbidden':
      return { key: 'toast-blocked' };
  }
}

async function pressTop(services: BotServices, press: CommandPress, itemId: string): Promise<Toast> {
  const { cards, control, texts } = services;
  const { request, locale } = press;
  const position = await findPosition(services, request.streamId, itemId);
  const step = { from: position ?? 0, to: 1, expectedItemId: itemId };
  const result = await control.move({ ...request, ...step });
  if (result.type === 'forbidden') return { key: 'toast-forbidden' };
  if (result.type !== 'done') {
    await retire(services, press);
    return { key: 'toast-item-gone' };
  }
  cards.refresh(request.streamId);
  const name = trackName(result.items[0]?.track ?? untitled);
  const html = texts.html(locale, 'move-done', { name, place: displayPlace(locale, 1) });
  const keyboard = itemKeyboard(texts, locale, itemId, { isNext: true });
  await editCard(services.api, request.streamId, press.messageId, { html, keyboard });
  return { key: 'toast-item-next' };
}

async function pressDrop(services: BotServices, press: CommandPress, itemId: string): Promise<Toast> {
  const { cards, control, texts } = services;
  const { request, locale } = press;
  const position = await findPosition(services, request.streamId, itemId);
  const at = position ?? 0;
  const result = await control.remove({ ...request, from: at, to: at, expectedItemId: itemId });
  if (result.type === 'forbidden') return { key: 'toast-remove-forbidden' };
  if (result.type !== 'done') {
    await retire(services, press);
    return { key: 'toast-item-gone' };
  }
  cards.refresh(request.streamId);
  const html = texts.html(locale, 'remove-done', { name: trackName(result.items[0]?.track ?? untitled) });
  const isUndoable = result.version !== null && may(request.actor, 'edit-queue');
  await editCard(services.api, request.streamId, press.messageId, {
    html,
    ...(isUndoable ? { keyboard: undoKeyboard(texts, locale, result.version) } : {}),
  });
  return { key: 'toast-item-removed' };
}

/** The announcer edits the message when the event comes. */
async function pressKeep(services: BotServices, press: CommandPress, sessionId: string): Promise<Toast> {
  const { control, texts, now } = services;
  const result = await control.keepPlaying({ ...press.request, sessionId });
  switch (result.type) {
    case 'kept':
    case 'already': {
      const span = exactSpan(texts, press.locale, Math.max(1_000, result.endsAt - now()));
      return { key: result.type === 'kept' ? 'toast-kept' : 'toast-kept-already', variables: { span } };
    }
    case 'over':
      await retire(services, press);
      return { key: 'toast-keep-over' };
    case 'forbidden':
      return { key: 'toast-keep-forbidden' };
  }
}

/** Where an item stands by now, 1-based; null: no longer in the queue. */
async function findPosition({ store }: BotServices, streamId: number, itemId: string): Promise<number | null> {
  const { items } = await store.queue.read(streamId);
  const index = items.findIndex((item) => item.itemId === itemId);
  return index === -1 ? null : index + 1;
}

/** Takes the buttons off the message: they can do nothing any more. */
async function retire({ api }: BotServices, { request, messageId }: CommandPress): Promise<void> {
  await retireCard(api, request.streamId, messageId);
}
