import { z } from 'zod';
import type { Logger } from '../../log.ts';
import type { BotApi } from '../bot-api/bot-api.ts';
import type { World } from '../world/world.ts';
import { ControlError, readJson } from './http-json.ts';
import { type Route, toInteger } from './route.ts';
import { sendAsPerson } from './send-as-person.ts';
import { showMessage } from './show.ts';

/** Body of POST /messages. A path is one on this machine. */
const newMessage = z.strictObject({
  chatId: z.number().int(),
  fromId: z.number().int(),
  text: z.string().optional(),
  replyTo: z.number().int().positive().optional(),
  mediaGroup: z.string().min(1).max(64).optional(),
  isAnonymous: z.boolean().optional(),
  threadId: z.number().int().positive().optional(),
  date: z.number().int().positive().optional(),
  file: z
    .strictObject({
      path: z.string().min(1),
      kind: z.enum(['audio', 'voice', 'video', 'video_note', 'document', 'photo']),
      title: z.string().optional(),
      performer: z.string().optional(),
      durationSec: z.number().min(0).optional(),
      mime: z.string().optional(),
      name: z.string().min(1).optional(),
    })
    .optional(),
});
/** Body of POST /messages/:messageId/edit. */
const edit = z.strictObject({ chatId: z.number().int(), text: z.string().min(1).max(4096) });
/** Body of POST /callbacks. */
const press = z
  .strictObject({
    chatId: z.number().int(),
    messageId: z.number().int(),
    fromId: z.number().int(),
    data: z.string().optional(),
    button: z.string().min(1).optional(),
    // The button as it was when the person saw it, though the message has changed since.
    isOutdated: z.boolean().optional(),
  })
  .refine(({ data, button }) => (data === undefined) !== (button === undefined), 'needs either data or button');

/** Messages and presses of buttons. */
export function messageRoutes(world: World, botApi: BotApi, log: Logger): readonly Route[] {
  return [
    {
      method: 'POST',
      // A person speaks.
      path: '/messages',
      run: async ({ request }) => {
        const message = await sendAsPerson(world, await readJson(request, newMessage), log);
        return { messageId: message.messageId };
      },
    },
    {
      // Beyond SANDBOX.md: a person thinks better of what they wrote.
      method: 'POST',
      path: '/messages/:messageId/edit',
      run: async ({ request, number }) => {
        const { chatId, text } = await readJson(request, edit);
        if (world.editMessage(chatId, number('messageId'), { text }) === undefined)
          throw new ControlError(404, 'There is no such message.');
        return {};
      },
    },
    {
      // Beyond SANDBOX.md: Telegram delivers an update twice.
      method: 'POST',
      path: '/updates/repeat',
      run: () => ({ isRepeated: botApi.repeatUpdate() }),
    },
    {
      method: 'GET',
      // Deleted messages are listed too: a test wants to see that they are gone.
      path: '/messages',
      run: ({ query }) => {
        const chatId = toInteger('chatId', query.get('chatId'));
        const after = query.has('after') ? toInteger('after', query.get('after')) : 0;
        if (world.chat(chatId) === undefined && world.user(chatId) === undefined)
          throw new ControlError(404, `There is no chat ${chatId}.`);
        return world
          .messages(chatId)
          .filter(({ messageId }) => messageId > after)
          .map(showMessage);
      },
    },
    {
      method: 'POST',
      // Waits for the bot as the person's client would.
      path: '/callbacks',
      run: async ({ request }) => {
        const given = await readJson(request, press);
        if (world.user(given.fromId) === undefined) throw new ControlError(404, `There is no user ${given.fromId}.`);
        const { data, button, isOutdated = false, ...where } = given;
        const outcome = await botApi.press({
          ...where,
          ...(data === undefined ? {} : { data }),
          ...(button === undefined ? {} : { button }),
          isOutdated,
        });
        switch (outcome.type) {
          case 'answered':
            return { answer: outcome.answer };
          case 'no-button':
            throw new ControlError(404, outcome.reason);
          case 'no-answer':
            throw new ControlError(408, 'The bot did not answer the press within 10 seconds.');
        }
      },
    },
    {
      // Beyond SANDBOX.md: the command menu that this person sees in this chat.
      method: 'GET',
      path: '/commands',
      run: ({ query }) =>
        botApi.commandsFor(toInteger('chatId', query.get('chatId')), toInteger('userId', query.get('userId'))),
    },
  ];
}
