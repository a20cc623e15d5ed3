import { type Anchor, type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';
import { readNumber } from './arguments/read-number.ts';
import type { Command } from './command.ts';

/** `/queue`: its first page, or the one that is named (1-based). */
export const queue: Command = async (services, { message, argument, locale }) => {
  if (argument === '') return await sendQueue(services, message, locale);
  const wanted = readNumber(argument);
  const { pageCount: count } = await services.control.readQueue(message.chat.id, 0);
  if (wanted === null || wanted < 1 || wanted > count) {
    return void (await reply(services.api, message, { html: services.texts.html(locale, 'queue-how', { count }) }));
  }
  await sendQueue(services, message, locale, wanted - 1);
};

/** Answers with a page (0-based) of the queue of the anchor's chat. */
export async function sendQueue(services: BotServices, anchor: Anchor, locale: Locale, page = 0): Promise<void> {
  await reply(services.api, anchor, await readQueueAnswer(services, anchor.chat.id, page, locale));
}

/** A page of the queue (0-based) as a message. */
export function readQueueAnswer(
  { menus }: BotServices,
  streamId: number,
  page: number,
  locale: Locale,
): Promise<Answer> {
  return menus.queue(streamId, { page, locale });
}
