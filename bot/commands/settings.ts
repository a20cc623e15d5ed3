import type { StreamSettings } from '../../storage/model.ts';
import { reply } from '../reply.ts';
import { trackName } from '../texts/display-name.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Command } from './command.ts';

/** `/settings`: how the stream is set, in words. */
export const settings: Command = async ({ api, control, texts }, { message, locale }) => {
  const present = await control.readSettings(message.chat.id);
  await reply(api, message, { html: settingsText(texts, locale, present) });
};

/** All settings, a line each, as Telegram HTML. */
export function settingsText(texts: Texts, locale: Locale, settings: StreamSettings): string {
  const { whoMayAdd, itemsPerUser, isFair, voteSharePercent, loop, volumePercent, placeholder } = settings;
  return [
    texts.html(locale, 'settings-head'),
    texts.html(locale, 'settings-who', { who: whoMayAdd }),
    itemsPerUser === null
      ? texts.html(locale, 'settings-limit-none')
      : texts.html(locale, 'settings-limit', { limit: itemsPerUser }),
    texts.html(locale, 'settings-fair', { order: isFair ? 'fair' : 'plain' }),
    texts.html(locale, 'settings-votes', { percent: voteSharePercent }),
    texts.html(locale, 'settings-loop', { mode: loop }),
    texts.html(locale, 'settings-volume', { percent: volumePercent }),
    placeholder === null
      ? texts.html(locale, 'settings-placeholder-none')
      : texts.html(locale, 'settings-placeholder', { name: trackName(placeholder) }),
  ].join('\n');
}
