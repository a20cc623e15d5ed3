import { trackName } from '../texts/display-name.ts';
import { displayPlace } from '../texts/display-place.ts';
import { readStep } from './arguments/read-positions.ts';
import { type Command, requestOf } from './command.ts';
import { answerEdit } from './edit-answer.ts';

/** `/move FROM TO`. */
export const move: Command = async (services, call) => {
  const { control, texts } = services;
  const { argument, locale, message } = call;
  const { queueLength } = await control.readNowPlaying(message.chat.id);
  // What cannot be read is refused like what is out of range: by an example, after the question of rights.
  const step = readStep(argument, queueLength) ?? { from: 0, to: 0 };
  const result = await control.move({ ...(await requestOf(services, call)), ...step });
  await answerEdit(services, call, result, {
    done: ({ items: [item] }) =>
      texts.html(locale, 'move-done', {
        name: item === undefined ? '' : trackName(item.track),
        place: displayPlace(locale, step.to),
      }),
    none: (length) =>
      length < 2
        ? texts.html(locale, 'move-few', { length })
        : texts.html(locale, 'move-how', { length, example: length < 4 ? '2 1' : '4 2' }),
  });
};
