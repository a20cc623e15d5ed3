import { reply } from '../reply.ts';
import type { Command } from './command.ts';

/** `/now`: the card once more, with the time played so far; the earlier card loses its buttons. */
export const now: Command = async ({ api, control, cards, texts }, { message, locale }) => {
  const { playback } = await control.readNowPlaying(message.chat.id);
  if (!playback.isOn) return void (await reply(api, message, { html: texts.html(locale, 'now-off') }));
  await cards.place(message.chat.id, { anchor: message });
};
