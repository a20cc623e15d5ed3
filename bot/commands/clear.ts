import { type Command, requestOf } from './command.ts';
import { answerEdit } from './edit-answer.ts';

/** `/clear`: empties the queue; [↶ Undo] brings it back. */
export const clear: Command = async (services, call) => {
  const { control, texts } = services;
  const result = await control.clear(await requestOf(services, call));
  await answerEdit(services, call, result, {
    done: ({ items }) => texts.html(call.locale, 'clear-done', { count: items.length }),
    none: () => texts.html(call.locale, 'clear-none'),
  });
};
