import { readLoop } from './arguments/read-loop.ts';
import { type Command, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/loop off|track|queue`; alone it says what repeats. */
export const loop: Command = async (services, call) => {
  const { cards, confirmations, control, texts } = services;
  const { argument, locale, message } = call;
  if (argument === '') {
    const { loop: present } = await control.readSettings(message.chat.id);
    return await confirmations.say(message, { html: texts.html(locale, 'loop-now', { mode: present }) });
  }
  const mode = readLoop(argument);
  if (mode === null) return await confirmations.say(message, { html: texts.html(locale, 'loop-how') });
  const result = await control.setLoop({ ...(await requestOf(services, call)), mode });
  if (result.type === 'done') cards.refresh(message.chat.id);
  const html =
    result.type === 'done'
      ? texts.html(locale, 'loop-done', { mode: result.after.loop })
      : await forbiddenText(services, message.chat.id, locale, 'forbidden');
  await confirmations.say(message, { html });
};
