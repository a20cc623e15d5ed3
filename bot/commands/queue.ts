import { drawQueue } from '../announcer/queue-view.ts';
import { type Anchor, type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { Locale } from '../texts/texts.ts';
import type { Command } from './command.ts';

/** `/queue`: its first page. */
export const queue: Command = (services, { message, locale }) => sendQueue(services, message, locale);

/** Answers with the first page of the queue of the anchor's chat. */
export async function sendQueue(services: BotServices, anchor: Anchor, locale: Locale): Promise<void> {
  await reply(services.api, anchor, await readQueueAnswer(services, anchor.chat.id, 0, locale));
}

/** A page of the queue (0-based) as a message. */
export async function readQueueAnswer(
  { control, texts, listenersOf }: BotServices,
  streamId: number,
  page: number,
  locale: Locale,
): Promise<Answer> {
  return drawQueue(texts, locale, await control.readQueue(streamId, page), listenersOf(streamId));
}
