import type { SkipResult } from '../../control/skip.ts';
import { reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/skip`: on to the next track. */
export const skip: Command = async (services, call) => {
  const { api, cards, control } = services;
  const { message } = call;
  const result = await control.skip(await requestOf(services, call));
  // Whoever skipped looks at the card: it must not wait for the event to come round.
  if (result.type === 'skipped') cards.refresh(message.chat.id, { isUrgent: true });
  await reply(api, message, { html: await describe(services, call, result) });
};

/** What became of the skip, in words. Names stand alone there, without performers, as the card below shows them in full. */
async function describe(services: BotServices, call: CommandCall, result: SkipResult): Promise<string> {
  const { texts } = services;
  const { locale, message } = call;
  switch (result.type) {
    case 'skipped': {
      const name = displayName(result.ended.track.title);
      return result.next === null
        ? texts.html(locale, 'skip-done-empty', { name })
        : texts.html(locale, 'skip-done', { name, next: trackName(result.next.track) });
    }
    case 'nothing-playing':
      return texts.html(locale, 'skip-nothing');
    case 'stale':
      return texts.html(locale, 'skip-stale');
    case 'forbidden':
      return await forbiddenText(
        services,
        message.chat.id,
        locale,
        'skip-forbidden',
        displayName(result.current.track.title),
      );
  }
}
