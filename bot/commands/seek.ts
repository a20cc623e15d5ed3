import type { SeekResult } from '../../control/seek.ts';
import type { BotServices } from '../services.ts';
import { displayName } from '../texts/display-name.ts';
import { displayLength } from '../texts/display-time.ts';
import { readSeek } from './arguments/read-seek.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/seek 1:23`, `/seek +30`, `/seek -10`. */
export const seek: Command = async (services, call) => {
  const { cards, confirmations, control, texts } = services;
  const { argument, locale, message } = call;
  const to = readSeek(argument);
  if (to === null) return await confirmations.say(message, { html: texts.html(locale, 'seek-how') });
  const result = await control.seek({ ...(await requestOf(services, call)), to });
  if (result.type === 'done') cards.refresh(message.chat.id, { isUrgent: true });
  await confirmations.say(message, { html: await describe(services, call, result) });
};

async function describe(services: BotServices, { locale, message }: CommandCall, result: SeekResult): Promise<string> {
  const { texts } = services;
  switch (result.type) {
    case 'done':
      return texts.html(locale, 'seek-done', {
        name: displayName(result.item.track.title),
        position: displayLength(result.positionMs),
      });
    case 'out-of-range':
      return texts.html(locale, 'seek-range', {
        name: displayName(result.item.track.title),
        length: displayLength(result.lengthMs),
        example: displayLength(result.lengthMs / 2),
      });
    case 'live':
      return texts.html(locale, 'seek-live', { name: displayName(result.item.track.title) });
    case 'nothing-playing':
      return texts.html(locale, 'playback-nothing');
    case 'stale':
      return texts.html(locale, 'playback-stale');
    case 'forbidden':
      return await forbiddenText(services, message.chat.id, locale, 'forbidden');
  }
}
