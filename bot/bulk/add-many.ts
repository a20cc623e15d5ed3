import { may } from '../../control/policy.ts';
import type { PlayQuery } from '../../storage/model.ts';
import type { Place } from '../../storage/store.ts';
import type { CardClaim } from '../announcer/cards.ts';
import { actorOf, type CommandCall } from '../commands/command.ts';
import { forbiddenText } from '../commands/forbidden.ts';
import { forbiddenKey } from '../commands/play-answer.ts';
import type { BotServices } from '../services.ts';
import { describeMany } from './many-answer.ts';
import { beginProgress } from './progress.ts';

/** Adds several things as one edit of the queue: one message, first with the progress and then with what became of it. */
export async function addMany(
  services: BotServices,
  call: CommandCall,
  queries: readonly PlayQuery[],
  place: Place,
): Promise<void> {
  const { control, cards, store, texts } = services;
  const { message, locale, operation, after } = call;
  const streamId = message.chat.id;
  const progressText = (done: number, total: number) => texts.html(locale, 'adding-many', { done, total });
  const progress = beginProgress(services, message, progressText(0, queries.length));
  // The answer comes first, then the card that the first track posts.
  let claim: CardClaim | undefined;
  try {
    const actor = await actorOf(services, call, { withRights: true });
    const result = await control.enqueueMany({
      streamId,
      actor,
      operation,
      queries,
      place,
      after,
      onChecked: () => {
        claim = cards.claim(streamId);
      },
      onProgress: (done, total) => progress.report(progressText(done, total)),
    });
    if (result.type === 'forbidden') {
      const html =
        result.reason === 'blocked'
          ? texts.html(locale, 'blocked')
          : await forbiddenText(services, streamId, locale, forbiddenKey(place));
      return await progress.settle({ html });
    }
    if (result.added?.isNewSession === true) await store.notes.set(streamId, 'language', locale);
    const answer = describeMany(texts, locale, result, may(actor, 'edit-queue'));
    const isUnseen = queries[0]?.type === 'album' && (result.added?.items.length ?? 0) + result.refused.length <= 1;
    const hint = isUnseen ? `\n${texts.html(locale, 'many-album-unseen')}` : '';
    await progress.settle({ ...answer, html: `${answer.html}${hint}` });
    if (result.added !== null) cards.refresh(streamId, { mayPost: result.added.startsNow });
  } catch (error) {
    // Whoever catches it answers.
    await progress.abandon(texts.html(locale, 'many-nothing'));
    throw error;
  } finally {
    claim?.release();
  }
}
