import type { SetPlaceholderResult } from '../../control/settings/set-placeholder.ts';
import { beginAnswer } from '../pending-answer.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { trackName } from '../texts/display-name.ts';
import { refusalText } from '../texts/refusal-text.ts';
import { type Command, type CommandCall, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';
import { fileOf } from './play-query.ts';

/** `/settings`: the menu of the settings; as an answer to a file with sound it makes that the placeholder. */
export const settings: Command = async (services, call) => {
  const { api, control, menus, texts } = services;
  const { message, locale, speaker } = call;
  const answered = message.reply_to_message;
  const name = answered?.from?.first_name ?? speaker.person.name;
  const query =
    answered === undefined
      ? null
      : fileOf(answered, {
          voice: texts.plain(locale, 'title-voice', { name }),
          videoNote: texts.plain(locale, 'title-video-note', { name }),
        });
  if (query === null) return void (await reply(api, message, await menus.settings(message.chat.id, { locale })));
  const answer = beginAnswer(services, message, texts.html(locale, 'checking'));
  try {
    const result = await control.setPlaceholder({ ...(await requestOf(services, call)), query });
    await answer.settle(await describe(services, call, result));
  } finally {
    // Should something have been thrown, no waiting text comes after the error's answer.
    await answer.messageId();
  }
};

/** What became of a new placeholder, in words. */
async function describe(services: BotServices, call: CommandCall, result: SetPlaceholderResult): Promise<Answer> {
  const { texts } = services;
  const { locale, message } = call;
  switch (result.type) {
    case 'done':
      return { html: texts.html(locale, 'placeholder-done', { name: trackName(result.track) }) };
    case 'refused':
      return { html: refusalText(texts, locale, result.name, result.refusal) };
    case 'several':
      return { html: texts.html(locale, 'placeholder-several') };
    case 'no-answer':
      return { html: texts.html(locale, 'no-answer') };
    case 'forbidden':
      return { html: await forbiddenText(services, message.chat.id, locale, 'forbidden') };
  }
}
