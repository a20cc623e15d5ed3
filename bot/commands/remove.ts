import type { Request } from '../../control/dependencies.ts';
import type { EditResult } from '../../control/queue/edit-result.ts';
import type { BotServices } from '../services.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { readSpan } from './arguments/read-positions.ts';
import { readWhose, type Whose } from './arguments/read-whose.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { answerEdit } from './edit-answer.ts';

/** `/remove POS`, `/remove FROM-TO`, `/remove all of @user`. */
export const remove: Command = async (services, call) => {
  const { control } = services;
  const { argument, message } = call;
  const request = await requestOf(services, call);
  const whose = readWhose(argument, message);
  if (whose !== null) return await removeOf(services, call, request, whose);
  const span = readSpan(argument) ?? { from: 0, to: 0 };
  await answer(services, call, await control.remove({ ...request, ...span }));
};

async function removeOf(services: BotServices, call: CommandCall, request: Request, whose: Whose): Promise<void> {
  const { control, texts, confirmations } = services;
  const { locale, message } = call;
  const users = await findUsers(services, request, whose);
  const [userId] = users;
  if (users.length > 1) {
    const html = texts.html(locale, 'remove-namesakes', { name: displayName(nameOf(whose, request), 32) });
    return await confirmations.say(message, { html });
  }
  const result =
    userId === undefined ? ({ type: 'none', length: 1 } as const) : await control.removeOf({ ...request, userId });
  if (result.type !== 'none' || result.length === 0) return await answer(services, call, result);
  const html = texts.html(locale, 'remove-nobody', { name: displayName(nameOf(whose, request), 32) });
  await confirmations.say(message, { html });
}

function nameOf(whose: Whose, { actor }: Request): string {
  return whose.type === 'own' ? actor.person.name : whose.name;
}

/** Whoever is meant is somebody with tracks in the queue, under the name that it shows; several people may bear it. */
async function findUsers(
  { store }: BotServices,
  { streamId, actor }: Request,
  whose: Whose,
): Promise<readonly number[]> {
  if (whose.type === 'own') return [actor.person.id];
  if (whose.type === 'id') return [whose.userId];
  const wanted = whose.name.toLowerCase();
  const { items } = await store.queue.read(streamId);
  const named = items.filter(({ addedBy }) => [wanted, `@${wanted}`].includes(addedBy.name.toLowerCase()));
  return [...new Set(named.map(({ addedBy }) => addedBy.id))];
}

function answer(services: BotServices, call: CommandCall, result: EditResult): Promise<void> {
  const { texts } = services;
  const { locale } = call;
  return answerEdit(services, call, result, {
    forbiddenKey: 'remove-forbidden',
    done: ({ items }) => {
      const [first] = items;
      return items.length === 1 && first !== undefined
        ? texts.html(locale, 'remove-done', { name: trackName(first.track) })
        : texts.html(locale, 'remove-done-many', { count: items.length });
    },
    none: (length) =>
      length === 0
        ? texts.html(locale, 'remove-empty')
        : texts.html(locale, 'remove-how', { length, example: String(length) }),
  });
}
