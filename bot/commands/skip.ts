import type { SkipResult } from '../../control/skip.ts';
import type { BotServices } from '../services.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { readNumber } from './arguments/read-number.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';
import { voteToSkip } from './vote.ts';

/** `/skip`, `/skip 3`: on to the next track. Whoever may not skip it votes. */
export const skip: Command = async (services, call) => {
  const { cards, confirmations, control, texts } = services;
  const { argument, locale, message } = call;
  const count = argument === '' ? 1 : readNumber(argument);
  if (count === null) return await confirmations.say(message, { html: texts.html(locale, 'skip-how') });
  const request = await requestOf(services, call);
  const result = await control.skip({ ...request, count });
  if (result.type === 'forbidden' && count === 1) return await voteToSkip(services, call, request);
  // Whoever skipped looks at the card: it must not wait for the event to come round.
  if (result.type === 'done') cards.refresh(message.chat.id, { isUrgent: true });
  await confirmations.say(message, { html: await describe(services, call, result) });
};

/** What became of the skip, in words. Names stand alone there, without performers, as the card below shows them in full. */
async function describe(services: BotServices, call: CommandCall, result: SkipResult): Promise<string> {
  const { texts } = services;
  const { locale, message } = call;
  switch (result.type) {
    case 'done': {
      const { count } = result;
      const name = displayName(result.ended.track.title);
      const next = result.next === null ? '' : trackName(result.next.track);
      const key = count > 1 ? 'skip-done-many' : 'skip-done';
      return texts.html(locale, next === '' ? `${key}-empty` : key, { name, next, count });
    }
    case 'out-of-range':
      return texts.html(locale, 'skip-range', { length: result.length });
    case 'nothing-playing':
      return texts.html(locale, 'skip-nothing');
    case 'stale':
      return texts.html(locale, 'skip-stale');
    case 'forbidden':
      return await forbiddenText(services, message.chat.id, locale, 'forbidden');
  }
}
