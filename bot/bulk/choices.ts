import { createHash } from 'node:crypto';
import type { PlayQuery, StreamId, Track } from '../../storage/model.ts';
import type { Place } from '../../storage/store.ts';
import { editCard } from '../announcer/card-message.ts';
import type { CommandCall } from '../commands/command.ts';
import { describePlay } from '../commands/play-answer.ts';
import type { BotContext } from '../context.ts';
import { onPress, type Toast } from '../menus/press.ts';
import type { Answer, Keyboard } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { displayLength } from '../texts/display-time.ts';

/** A choice that somebody has to make. */
interface Choice {
  readonly key: string;
  readonly userId: number;
  readonly place: Place;
  readonly tracks: readonly Track[];
}

/** How many are offered, and how many questions of a chat stay open. */
const mostOffered = 5;
const mostOpen = 5;

/** Callback data of a choice's buttons. */
export const choiceData = /^choose\/([\w-]{8})\/([0-4])$/;

/** Asks which of up to five is meant: a button for each. */
export async function offerChoices(
  { store, texts }: Pick<BotServices, 'store' | 'texts'>,
  { message, locale, speaker, operation }: CommandCall,
  choices: readonly Track[],
  place: Place,
): Promise<Answer> {
  const streamId = message.chat.id;
  const tracks = choices.slice(0, mostOffered);
  const key = createHash('sha256').update(operation).digest('base64url').slice(0, 8);
  const open = (await store.notes.get<readonly Choice[]>(streamId, 'choices')) ?? [];
  const choice = { key, userId: speaker.person.id, place, tracks };
  await store.notes.set(streamId, 'choices', [choice, ...open].slice(0, mostOpen));
  return { html: texts.html(locale, 'choose-one'), keyboard: choiceKeyboard(choice) };
}

function choiceKeyboard({ key, tracks }: Pick<Choice, 'key' | 'tracks'>): Keyboard {
  return tracks.map((track, i) => {
    const length = track.durationMs === null ? '' : ` · ${displayLength(track.durationMs)}`;
    return [{ text: `${displayName(trackName(track), 50)}${length}`, callback_data: `choose/${key}/${i}` }];
  });
}

/** One of the buttons was pressed: only by whoever asked, and only once. */
export function pressChoice(services: BotServices): (context: BotContext) => Promise<void> {
  const { api, cards, control, store } = services;
  return async (context) => {
    const [, key = '', index = ''] = choiceData.exec(context.callbackQuery?.data ?? '') ?? [];
    const act = onPress(services, async ({ streamId, message, locale, request }): Promise<Toast> => {
      const choice = await findChoice(services, streamId, key);
      const track = choice?.tracks[Number(index)];
      if (choice === null || track === undefined) return 'toast-choice-over';
      if (choice.userId !== request.actor.person.id) return 'toast-choice-other';
      const { source, title, performer, durationMs } = track;
      const query: PlayQuery = { type: 'source', source, title, performer, durationMs };
      // The choice names the operation: two quick presses, also on different tracks, add one.
      const { place } = choice;
      const result = await control.enqueue({ ...request, operation: `choice.${key}`, query, place });
      if (result.type === 'added') {
        const open = (await store.notes.get<readonly Choice[]>(streamId, 'choices')) ?? [];
        await store.notes.set(
          streamId,
          'choices',
          open.filter((it) => it.key !== key),
        );
        if (result.isNewSession) await store.notes.set(streamId, 'language', locale);
        cards.refresh(streamId, { mayPost: true });
      }
      const answer = await describePlay(services, { locale, message }, result, place);
      // Another try may succeed: the buttons stay.
      const keyboard = result.type === 'added' ? answer.keyboard : choiceKeyboard(choice);
      await editCard(api, streamId, message.message_id, { html: answer.html, ...(keyboard && { keyboard }) });
      return '';
    });
    await act(context);
  };
}

async function findChoice({ store }: BotServices, streamId: StreamId, key: string): Promise<Choice | null> {
  const open = (await store.notes.get<readonly Choice[]>(streamId, 'choices')) ?? [];
  return open.find((it) => it.key === key) ?? null;
}
