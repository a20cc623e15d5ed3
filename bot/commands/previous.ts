import type { PreviousResult } from '../../control/previous.ts';
import type { BotServices } from '../services.ts';
import { displayName } from '../texts/display-name.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/previous`: back to the track before; what plays now comes after it. */
export const previous: Command = async (services, call) => {
  const { cards, confirmations, control } = services;
  const { message } = call;
  const result = await control.previous(await requestOf(services, call));
  if (result.type === 'done') cards.refresh(message.chat.id, { isUrgent: true });
  await confirmations.say(message, { html: await describe(services, call, result) });
};

async function describe(
  services: BotServices,
  { locale, message }: CommandCall,
  result: PreviousResult,
): Promise<string> {
  const { texts } = services;
  switch (result.type) {
    case 'done':
      return texts.html(locale, 'previous-done', { name: displayName(result.current?.track.title ?? '') });
    case 'none':
      return texts.html(locale, 'previous-none');
    case 'nothing-playing':
      return texts.html(locale, 'playback-nothing');
    case 'stale':
      return texts.html(locale, 'playback-stale');
    case 'forbidden':
      return await forbiddenText(services, message.chat.id, locale, 'forbidden');
  }
}
