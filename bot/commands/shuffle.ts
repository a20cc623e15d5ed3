import { type Command, requestOf } from './command.ts';
import { answerEdit } from './edit-answer.ts';

/** `/shuffle`: a random order; [↶ Undo] brings the old one back. */
export const shuffle: Command = async (services, call) => {
  const { control, texts } = services;
  const result = await control.shuffle(await requestOf(services, call));
  await answerEdit(services, call, result, {
    done: ({ length }) => texts.html(call.locale, 'shuffle-done', { count: length }),
    none: (length) => texts.html(call.locale, 'shuffle-few', { length }),
  });
};
