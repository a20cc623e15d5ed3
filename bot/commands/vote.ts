import type { Request } from '../../control/dependencies.ts';
import type { VoteResult } from '../../control/vote.ts';
import { retireCard } from '../announcer/card-message.ts';
import { readChatLocale } from '../people/chat-locale.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { CommandCall } from './command.ts';
import { voteKeyboard } from './command-button.ts';

/** Where the question of a vote stands; a note of the stream. */
interface VotePlace {
  readonly generation: number;
  readonly messageId: number;
}

/** A listener's /skip: counts their vote and asks the others, by one message with a button; an earlier one loses its button. */
export async function voteToSkip(services: BotServices, { message, locale }: CommandCall, request: Request) {
  const { api, cards, control, log, store, texts } = services;
  const { streamId } = request;
  const result = await control.vote(request);
  if (result.type !== 'counted' && result.type !== 'done') {
    return void (await reply(api, message, voteAnswer(texts, locale, result)));
  }
  // The question is the chat's, whoever asked it.
  const sent = await reply(api, message, voteAnswer(texts, await readChatLocale(store, streamId), result));
  if (result.type === 'done') cards.refresh(streamId, { isUrgent: true });
  const before = await store.notes.get<VotePlace>(streamId, 'vote');
  if (result.type === 'counted') {
    const place: VotePlace = { generation: result.generation, messageId: sent.message_id };
    await store.notes.set(streamId, 'vote', place);
  } else {
    await store.notes.remove(streamId, 'vote');
  }
  if (before === null) return;
  // The old question is only untidy, not wrong: its button says so.
  await retireCard(api, streamId, before.messageId).catch((error: unknown) => {
    log.debug({ err: error, streamId }, 'the buttons of an earlier vote could not be removed');
  });
}

/** What became of a vote, as a message. */
export function voteAnswer(texts: Texts, locale: Locale, result: VoteResult): Answer {
  switch (result.type) {
    case 'counted': {
      const { votes, needed, item } = result;
      const html = texts.html(locale, 'vote-ask', { name: displayName(item.track.title), votes, needed });
      return { html, keyboard: voteKeyboard(texts, locale, result) };
    }
    case 'done': {
      const { votes, needed, ended, next } = result;
      const name = displayName(ended.track.title);
      const html =
        next === null
          ? texts.html(locale, 'vote-done-empty', { name, votes, needed })
          : texts.html(locale, 'vote-done', { name, votes, needed, next: trackName(next.track) });
      return { html };
    }
    case 'not-listening':
      return { html: texts.html(locale, 'vote-not-listening') };
    case 'nothing-playing':
      return { html: texts.html(locale, 'skip-nothing') };
    case 'stale':
      return { html: texts.html(locale, 'skip-stale') };
    case 'forbidden':
      return { html: texts.html(locale, 'blocked') };
  }
}
