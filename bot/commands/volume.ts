import { settingRanges } from '../../control/settings/change-settings.ts';
import { readVolume } from './arguments/read-volume.ts';
import { type Command, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/volume 80`, `/volume +10`; alone it says how loud it is. */
export const volume: Command = async (services, call) => {
  const { confirmations, control, texts } = services;
  const { argument, locale, message } = call;
  const present = (await control.readSettings(message.chat.id)).volumePercent;
  if (argument === '') {
    return await confirmations.say(message, { html: texts.html(locale, 'volume-now', { percent: present }) });
  }
  const wish = readVolume(argument);
  if (wish === null) return await confirmations.say(message, { html: texts.html(locale, 'volume-how') });
  const { from, to } = settingRanges.volumePercent;
  // A step stops at the ends, as a knob does.
  const volumePercent = wish.type === 'to' ? wish.percent : Math.min(to, Math.max(from, present + wish.percent));
  const result = await control.setVolume({ ...(await requestOf(services, call)), volumePercent });
  switch (result.type) {
    case 'done':
      return await confirmations.say(message, {
        html: texts.html(locale, 'volume-done', { percent: result.after.volumePercent }),
      });
    case 'out-of-range':
      return await confirmations.say(message, { html: texts.html(locale, 'volume-how') });
    case 'forbidden':
      return await confirmations.say(message, {
        html: await forbiddenText(services, message.chat.id, locale, 'forbidden'),
      });
  }
};
