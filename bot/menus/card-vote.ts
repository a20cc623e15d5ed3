import type { StreamId } from '../../storage/model.ts';
import { editCard, retireCard } from '../announcer/card-message.ts';
import { voteAnswer } from '../commands/vote.ts';
import { readChatLocale } from '../people/chat-locale.ts';
import { reply } from '../reply.ts';
import type { MenuServices } from './menu-services.ts';
import type { Press, Toast } from './press.ts';

/** Where the question of a vote stands: the note that /skip keeps as well (bot/commands/vote.ts). */
interface VotePlace {
  readonly generation: number;
  readonly messageId: number;
}

/** ⏭ of a listener: their vote counts, and the chat is asked; or the question that stands there says how many it is by now. */
export async function voteFromCard(
  services: MenuServices,
  { request, message }: Press,
  expectedGeneration: number,
): Promise<Toast> {
  const { control, cards } = services;
  const { streamId } = request;
  const result = await control.vote({ ...request, expectedGeneration });
  switch (result.type) {
    case 'counted':
      await ask(services, streamId, message, result);
      return { key: 'toast-vote', values: { votes: result.votes, needed: result.needed } };
    case 'done':
      cards().refresh(streamId, { isUrgent: true });
      await ask(services, streamId, message, result);
      return 'toast-skipped';
    case 'not-listening':
      return 'toast-not-listening';
    case 'forbidden':
      return 'toast-skip-forbidden';
    default:
      cards().refresh(streamId, { isUrgent: true });
      return result.type === 'stale' ? 'toast-stale' : 'toast-nothing';
  }
}

/** Says how a vote stands: in the question that is there, or in a new one. */
async function ask(
  { api, store, texts }: MenuServices,
  streamId: StreamId,
  message: Press['message'],
  result: Extract<Awaited<ReturnType<MenuServices['control']['vote']>>, { type: 'counted' | 'done' }>,
): Promise<void> {
  const answer = voteAnswer(texts, await readChatLocale(store, streamId), result);
  const place = await store.notes.get<VotePlace>(streamId, 'vote');
  const isSame = place !== null && (result.type === 'done' || place.generation === result.generation);
  const isEdited = isSame && (await editCard(api, streamId, place.messageId, answer)) === 'done';
  if (result.type === 'done') return await store.notes.remove(streamId, 'vote');
  if (isEdited) return;
  // The question of an earlier vote loses its button.
  if (place !== null) await retireCard(api, streamId, place.messageId);
  const { message_id: messageId } = await reply(api, message, answer);
  await store.notes.set(streamId, 'vote', { generation: result.generation, messageId });
}
