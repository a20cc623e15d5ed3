import type { StopResult } from '../../control/stop.ts';
import { buttonData } from '../announcer/button-data.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/stop`: leaves the voice chat; the queue is kept. */
export const stop: Command = async (services, call) => {
  const { api, cards, control } = services;
  const { message } = call;
  const result = await control.stop(await requestOf(services, call));
  // Its buttons would be of no use any more.
  if (result.type === 'stopped') cards.refresh(message.chat.id, { isUrgent: true });
  await reply(api, message, await describe(services, call, result));
};

/** What became of the stop, in words; where something is kept, with a button that goes on. */
async function describe(services: BotServices, { locale, message }: CommandCall, result: StopResult): Promise<Answer> {
  const { texts } = services;
  switch (result.type) {
    case 'stopped': {
      if (result.keptItems === 0) return { html: texts.html(locale, 'stop-done') };
      const resume = { text: texts.plain(locale, 'button-resume'), callback_data: buttonData({ type: 'resume' }) };
      return { html: texts.html(locale, 'stop-done-kept', { count: result.keptItems }), keyboard: [[resume]] };
    }
    case 'already-off':
      return { html: texts.html(locale, 'stop-off') };
    case 'forbidden':
      return { html: await forbiddenText(services, message.chat.id, locale, 'forbidden') };
  }
}
